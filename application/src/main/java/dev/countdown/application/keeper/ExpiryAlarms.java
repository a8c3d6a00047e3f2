package dev.countdown.application.keeper;

import dev.countdown.application.machine.Snapshot;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Rings once each time the claim comes within a chosen time of its end. Not safe for use by several threads. */
final class ExpiryAlarms {

    private static final class Alarm {
        private final long before;
        private final Runnable action;
        private boolean rung;

        Alarm(long before, Runnable action) {
            this.before = before;
            this.action = action;
        }
    }

    private List<Alarm> alarms = List.of();

    void add(Duration before, Runnable action) {
        alarms = Stream.concat(alarms.stream(), Stream.of(new Alarm(before.toNanos(), action)))
                .toList();
    }

    /** Those that are due now; each is due again only after the claim was renewed. */
    List<Runnable> ring(Snapshot snapshot, ClockReading now) {
        if (alarms.isEmpty() || !snapshot.hasClaim()) {
            return List.of();
        }
        long left = snapshot.protectedNanos(now);
        List<Runnable> due = alarms.stream()
                .filter(alarm -> left <= alarm.before && !alarm.rung)
                .map(alarm -> alarm.action)
                .toList();
        alarms.forEach(alarm -> alarm.rung = left <= alarm.before);
        return due;
    }

    /** Nanoseconds until the next one is due. */
    long untilNext(Snapshot snapshot, ClockReading now) {
        if (!snapshot.hasClaim()) {
            return Long.MAX_VALUE;
        }
        long next = Long.MAX_VALUE;
        for (Alarm alarm : alarms) {
            long left = snapshot.untilLeft(alarm.before, now);
            next = left > 0 ? Math.min(next, left) : next;
        }
        return next;
    }
}
