package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Version;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.report.TargetTimes.Firing;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the status page shows, as JSON. Safe for use by many threads.
 *
 * @param pulse of the thread that decides
 * @param guard what more a node of several shows
 */
record StatusFeed(
        RunningKeepers keepers,
        TargetHistory board,
        Scheduler clock,
        Liveness pulse,
        boolean allowsReconciled,
        Optional<GuardView> guard) {

    /** Of a process that keeps all of it. */
    StatusFeed(RunningKeepers keepers, TargetHistory board, Scheduler clock, Liveness pulse, boolean allowsReconciled) {
        this(keepers, board, clock, pulse, allowsReconciled, Optional.empty());
    }

    /** Whether signals are heard and the end of what is guarded is seen. */
    boolean isLive() {
        return pulse.check().isAlive();
    }

    /** Whether every scope is armed. */
    boolean isReady() {
        Map<Target, CountdownKeeper> running = keepers.running();
        boolean any = !running.isEmpty()
                || guard.filter(node -> node.idles().getAsBoolean()).isPresent();
        return any
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
        return new Json()
                .put("at", clock.wallMillis())
                .put("version", Version.text())
                .put("allowsReconciled", allowsReconciled)
                .put("node", guard.map(GuardView::node))
                .put("bots", guard.map(GuardView::json))
                .put(
                        "countdowns",
                        keepers.running().entrySet().stream()
                                .map(each -> json(each.getKey(), each.getValue().protection()))
                                .toList())
                .toString();
    }

    private static boolean isWell(Protection now) {
        return now.state().mayQuote() && now.consecutiveFailures() == 0;
    }

    Json json(Target target, Protection now) {
        TargetHistory.Tally tally = board.of(target);
        Optional<Firing> firing = tally.times().firing();
        return new Json()
                .put("name", target.name())
                .put("account", target.account().name())
                .put("market", target.market().toString())
                .put("scope", target.scope().toString())
                .put("state", now.state().name())
                .put("mayQuote", now.state().mayQuote())
                .put("timeoutMs", target.policy().timeout().toDuration())
                .put("intervalMs", target.policy().interval())
                .put("protectedForMs", now.protectedFor())
                .put("firedAfterMs", now.certainlyFiredAfter())
                .put("continuity", now.continuity().map(Enum::name))
                .put("lapse", now.openLapse().stream().boxed().findFirst())
                .put("failures", now.consecutiveFailures())
                .put("renewals", tally.renewals())
                .put("lapses", tally.lapses())
                .put("acknowledgedAt", tally.times().acknowledged().map(Instant::toEpochMilli))
                .put("firedFrom", firing.flatMap(Firing::from).map(Instant::toEpochMilli))
                .put("firedBy", firing.map(Firing::by).map(Instant::toEpochMilli))
                .put("firingCertain", firing.map(Firing::certain))
                .put("reason", isWell(now) ? "" : tally.reason())
                .put(
                        "roundTripsMs",
                        tally.roundTrips().stream()
                                .map(trip -> Math.round(trip.toNanos() / 1e4) / 100.0)
                                .toList());
    }
}
