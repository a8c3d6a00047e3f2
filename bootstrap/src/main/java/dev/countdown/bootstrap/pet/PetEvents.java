package dev.countdown.bootstrap.pet;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.guard.GuardEvent;
import java.time.Instant;
import java.util.function.Consumer;

/** Prints what happens, one line each, and what people must not miss on standard error as well. Neither output may block. */
record PetEvents(String bot, boolean json, boolean quiet, Consumer<String> out, Consumer<String> err, Scheduler clock) {

    void tell(GuardEvent event) {
        if (event instanceof GuardEvent.Lapsed lapsed) {
            loud(
                    "lapsed",
                    fields().put("scope", lapsed.scope()).put("lapse", lapsed.lapse()),
                    event.text() + ": " + PetScope.parse(bot, lapsed.scope()).reconciled(lapsed.lapse()));
        } else if (event instanceof GuardEvent.DigestsDiffer differ) {
            Json digests = new Json();
            differ.digests().forEach(digests::put);
            loud("digests_differ", fields().put("scope", differ.scope()).put("digests", digests), event.text());
        } else if (event instanceof GuardEvent.DigestsAgree agree) {
            usual("digests_agree", fields().put("scope", agree.scope()), event.text());
        } else if (event instanceof GuardEvent.Settling settling) {
            loud("settling", fields().put("scope", settling.scope()).put("forMs", settling.left()), event.text());
        } else if (event instanceof GuardEvent.NodeLost lost) {
            loud("node_lost", fields().put("node", lost.node()).put("reason", lost.reason()), event.text());
        } else if (event instanceof GuardEvent.NodeHeard heard) {
            usual("node_heard", fields().put("node", heard.node()), event.text());
        } else if (event instanceof GuardEvent.NodesChanged changed) {
            usual("nodes_changed", fields().put("nodes", changed.nodes()), event.text());
        } else if (event instanceof GuardEvent.LookupFailed failed) {
            loud("lookup_failed", fields().put("reason", failed.reason()), event.text());
        } else {
            loud("superseded", fields(), event.text());
        }
    }

    /** The gate of a scope opened. */
    void open(String scope) {
        usual("open", fields().put("scope", scope), scope + ": orders may be placed");
    }

    /** The gate of a scope shut. */
    void shut(String scope, String reason) {
        loud("shut", fields().put("scope", scope).put("reason", reason), scope + ": no orders any more: " + reason);
    }

    void alive() {
        usual("alive", fields(), "the bot is alive: the nodes are petted");
    }

    void dead(String reason) {
        loud(
                "dead",
                fields().put("reason", reason),
                "the bot is not alive, so the nodes are petted no more: " + reason);
    }

    private Json fields() {
        return new Json();
    }

    private void loud(String event, Json fields, String text) {
        err.accept("countdown: " + text);
        print(event, fields, text);
    }

    private void usual(String event, Json fields, String text) {
        if (!quiet) {
            print(event, fields, text);
        }
    }

    private void print(String event, Json fields, String text) {
        String at = Instant.ofEpochMilli(clock.wallMillis()).toString();
        out.accept(
                json
                        ? new Json()
                                .put("at", at)
                                .put("event", event)
                                .put("bot", bot)
                                .putAll(fields)
                                .toString()
                        : at + " " + event + " " + text);
    }
}
