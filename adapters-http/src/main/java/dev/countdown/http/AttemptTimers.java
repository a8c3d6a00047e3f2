package dev.countdown.http;

import dev.countdown.application.Scheduler;
import dev.countdown.application.Scheduler.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Wakes the attempts of a gateway by one timer, which is set for the one that is due next: a timer for each would cost as much
 * memory as its signature. Lives on the gateway's event loop.
 */
final class AttemptTimers {

    private final VertxScheduler scheduler;
    private final Scheduler clock;
    private final TreeSet<Alarm> alarms = new TreeSet<>();
    private Optional<Timer> timer = Optional.empty();
    private long timerDue;
    private long lastNumber;

    AttemptTimers(VertxScheduler scheduler, Scheduler clock) {
        this.scheduler = scheduler;
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
        if (alarms.isEmpty() || (timer.isPresent() && alarms.first().due - timerDue >= 0)) {
            return;
        }
        timer.ifPresent(Timer::cancel);
        timerDue = alarms.first().due;
        timer = Optional.of(scheduler.schedule(Duration.ofNanos(timerDue - clock.nanoTime()), this::ring));
    }

    private void ring() {
        timer = Optional.empty();
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
