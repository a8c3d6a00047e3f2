package dev.countdown.bootstrap.keep.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Version;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the status page shows, as JSON. Safe for use by many threads.
 *
 * @param pulse of the thread that decides
 */
record StatusFeed(
        RunningKeepers keepers, TargetHistory board, Scheduler clock, Liveness pulse, boolean allowsReconciled) {

    /** Whether signals are heard and the end of what is guarded is seen. */
    boolean isLive() {
        return pulse.check().isAlive();
    }

    /** Whether every scope is armed. */
    boolean isReady() {
        Map<Target, CountdownKeeper> running = keepers.running();
        return !running.isEmpty()
                && running.values().stream()
                        .allMatch(keeper -> keeper.protection().state() == KeeperState.ARMED);
    }

    /** The orders were reconciled after this lapse. False if there is no such lapse. */
    boolean reconciled(String target, long lapse) {
        Optional<CountdownKeeper> keeper = keepers.running().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(target))
                .map(Map.Entry::getValue)
                .findFirst();
        try {
            keeper.ifPresent(each -> each.reconciled(lapse));
            return keeper.isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    String json() {
        return Json.object(json -> {
            json.writeNumberField("at", clock.wallMillis());
            json.writeStringField("version", Version.text());
            json.writeBooleanField("allowsReconciled", allowsReconciled);
            json.writeArrayFieldStart("countdowns");
            for (Map.Entry<Target, CountdownKeeper> entry : keepers.running().entrySet()) {
                json.writeStartObject();
                write(json, entry.getKey(), entry.getValue().protection());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private void write(JsonGenerator json, Target target, Protection now) throws IOException {
        TargetHistory.Tally tally = board.of(target);
        json.writeStringField("name", target.name());
        json.writeStringField("account", target.account().name());
        json.writeStringField("scope", target.scope().toString());
        json.writeStringField("state", now.state().name());
        json.writeBooleanField("mayQuote", now.state().mayQuote());
        json.writeNumberField(
                "timeoutMs", target.policy().timeout().toDuration().toMillis());
        json.writeNumberField("intervalMs", target.policy().interval().toMillis());
        json.writeNumberField("protectedForMs", now.protectedFor().toMillis());
        if (now.certainlyFiredAfter().isPresent()) {
            json.writeNumberField(
                    "firedAfterMs", now.certainlyFiredAfter().get().toMillis());
        }
        if (now.continuity().isPresent()) {
            json.writeStringField("continuity", now.continuity().get().name());
        }
        if (now.openLapse().isPresent()) {
            json.writeNumberField("lapse", now.openLapse().getAsLong());
        }
        json.writeNumberField("failures", now.consecutiveFailures());
        json.writeNumberField("renewals", tally.renewals());
        json.writeNumberField("lapses", tally.lapses());
        json.writeStringField("reason", now.state().mayQuote() ? "" : tally.reason());
        json.writeArrayFieldStart("roundTripsMs");
        for (Duration trip : tally.roundTrips()) {
            json.writeNumber(Math.round(trip.toNanos() / 1e4) / 100.0);
        }
        json.writeEndArray();
    }
}
