package dev.countdown.bootstrap.pet;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.guard.GuardEvent;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Prints what happens, one line each. What people must not miss goes to standard error as well, and so does what ends that. Neither
 * output may block. Safe for use by many threads.
 *
 * @param troubles what standard error was told of, and not yet that it is over
 */
record PetEvents(
        String bot,
        boolean json,
        boolean quiet,
        Consumer<String> out,
        Consumer<String> err,
        Scheduler clock,
        Set<String> troubles) {

    private static final String GATE = "gate ";
    private static final String DIGESTS = "digests ";
    private static final String NODE = "node ";
    private static final String LOOKUP = "lookup";
    private static final String BOT = "bot";

    PetEvents(String bot, boolean json, boolean quiet, Consumer<String> out, Consumer<String> err, Scheduler clock) {
        this(bot, json, quiet, out, err, clock, ConcurrentHashMap.newKeySet());
    }

    void tell(GuardEvent event) {
        if (event instanceof GuardEvent.Lapsed lapsed) {
            loud(
                    GATE + lapsed.scope(),
                    "lapsed",
                    fields().put("scope", lapsed.scope()).put("lapse", lapsed.lapse()),
                    event.text() + ": " + PetScope.parse(bot, lapsed.scope()).reconciled(lapsed.lapse()));
        } else if (event instanceof GuardEvent.DigestsDiffer differ) {
            Json digests = new Json();
            differ.digests().forEach(digests::put);
            loud(
                    DIGESTS + differ.scope(),
                    "digests_differ",
                    fields().put("scope", differ.scope()).put("digests", digests),
                    event.text());
        } else if (event instanceof GuardEvent.DigestsAgree agree) {
            good(DIGESTS + agree.scope(), "digests_agree", fields().put("scope", agree.scope()), event.text());
        } else if (event instanceof GuardEvent.Settling settling) {
            loud(
                    GATE + settling.scope(),
                    "settling",
                    fields().put("scope", settling.scope()).put("forMs", settling.left()),
                    event.text());
        } else if (event instanceof GuardEvent.NotRequired idle) {
            loud(GATE + idle.scope(), "not_required", fields().put("scope", idle.scope()), event.text());
        } else if (event instanceof GuardEvent.NodeLost lost) {
            loud(
                    NODE + lost.node(),
                    "node_lost",
                    fields().put("node", lost.node()).put("reason", lost.reason()),
                    event.text());
        } else if (event instanceof GuardEvent.NodeHeard heard) {
            good(NODE + heard.node(), "node_heard", fields().put("node", heard.node()), event.text());
        } else if (event instanceof GuardEvent.NodesChanged changed) {
            good(LOOKUP, "nodes_changed", fields().put("nodes", changed.nodes()), event.text());
        } else if (event instanceof GuardEvent.LookupFailed failed) {
            loud(LOOKUP, "lookup_failed", fields().put("reason", failed.reason()), event.text());
        } else {
            loud(BOT, "superseded", fields(), event.text());
        }
    }

    /** The gate of a scope opened. */
    void open(String scope) {
        good(GATE + scope, "open", fields().put("scope", scope), scope + ": orders may be placed");
    }

    /** The gate of a scope shut. */
    void shut(String scope, String reason) {
        loud(
                GATE + scope,
                "shut",
                fields().put("scope", scope).put("reason", reason),
                scope + ": no orders any more: " + reason);
    }

    void alive() {
        good(BOT, "alive", fields(), "the nodes are petted");
    }

    void dead(String reason) {
        loud(
                BOT,
                "dead",
                fields().put("reason", reason),
                "the bot is not alive, so the nodes are petted no more: " + reason);
    }

    private Json fields() {
        return new Json();
    }

    private void loud(String trouble, String event, Json fields, String text) {
        troubles.add(trouble);
        err.accept("countdown: " + text);
        print(event, fields, text);
    }

    /** As it should be; standard error is told where it was told of the opposite before. */
    private void good(String trouble, String event, Json fields, String text) {
        boolean isOver = troubles.remove(trouble);
        if (!quiet) {
            if (isOver) {
                err.accept("countdown: " + text);
            }
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
