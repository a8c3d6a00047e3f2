package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Vertx;
import java.util.TreeSet;

/**
 * Wakes the attempts of a gateway by one timer, which is set for the one that is due next: a timer for each would cost as much
 * memory as its signature. Lives on the gateway's event loop.
 */
final class AttemptTimers {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final Scheduler clock;
    private final TreeSet<Alarm> alarms = new TreeSet<>();
    private long timer = NONE;
    private long timerDue;
    private long lastNumber;

    AttemptTimers(Vertx vertx, Scheduler clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** What one attempt waits for. */
    abstract static class Alarm implements Comparable<Alarm> {

        private long due;
        private long number;

        /** The moment has come, or less than a millisecond is left: timers count in those. */
        abstract void ring();

        @Override
        public int compareTo(Alarm other) {
            return due == other.due ? Long.compare(number, other.number) : Long.signum(due - other.due);
        }
    }

    /** Sets when an alarm rings, on the monotonic clock, in place of when it would have. */
    void set(Alarm alarm, long due) {
        cancel(alarm);
        alarm.due = due;
        alarm.number = ++lastNumber;
        alarms.add(alarm);
        plan();
    }

    void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    private void plan() {
        if (alarms.isEmpty() || (timer != NONE && alarms.first().due - timerDue >= 0)) {
            return;
        }
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
        timerDue = alarms.first().due;
        long millis = (timerDue - clock.nanoTime()) / Nanos.MILLI;
        timer = vertx.setTimer(Math.max(1, millis), now -> ring());
    }

    private void ring() {
        timer = NONE;
        long soon = clock.nanoTime() + Nanos.MILLI;
        try {
            while (!alarms.isEmpty() && alarms.first().due - soon < 0) {
                alarms.pollFirst().ring();
            }
        } finally {
            plan();
        }
    }
}
