package dev.countdown.application.machine;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperEvent.Report;
import dev.countdown.application.KeeperState;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects events, and turns changes of state into events once each. */
final class EventRecorder {

    private final Scope scope;
    private List<KeeperEvent> events = List.of();
    private KeeperState told = KeeperState.IDLE;

    EventRecorder(Scope scope) {
        this.scope = scope;
    }

    void tell(ClockReading now, Snapshot snapshot, Function<Report, KeeperEvent> event) {
        Report report = new Report(Instant.ofEpochMilli(now.wallMillis()), scope, snapshot.protection(now));
        events = events.isEmpty() ? new ArrayList<>(2) : events;
        events.add(event.apply(report));
    }

    /** Tells of a change of state since the last look; answers whether there was one. */
    boolean tellChange(ClockReading now, Snapshot snapshot, String whyExpiring) {
        KeeperState before = told;
        told = snapshot.state(now);
        if (told == before) {
            return false;
        }
        switch (told) {
            case ARMING -> tell(now, snapshot, KeeperEvent.Arming::new);
            case AT_RISK -> tell(now, snapshot, report -> new KeeperEvent.AtRisk(report, risk(snapshot, now)));
            case FIRED -> tell(now, snapshot, KeeperEvent.Fired::new);
            case EXPIRING -> tell(now, snapshot, report -> new KeeperEvent.Expiring(report, whyExpiring));
            case DISARMING -> tell(now, snapshot, KeeperEvent.Disarming::new);
            case ARMED -> {
                if (before != KeeperState.ARMING) {
                    tell(now, snapshot, KeeperEvent.Recovered::new);
                }
            }
            case IDLE, LAPSED, CLOSED -> {} // said by the event that brought it about
        }
        return true;
    }

    List<KeeperEvent> take() {
        List<KeeperEvent> taken = events;
        events = List.of();
        return taken;
    }

    private static String risk(Snapshot snapshot, ClockReading now) {
        long left = snapshot.protectedNanos(now) / 1_000_000;
        return left > 0
                ? "the last attempt failed or is overdue, and the claim ends in " + left + " ms"
                : "the switch may have fired since " + -left + " ms";
    }
}
