package dev.countdown.application;

import dev.countdown.domain.ClockReading;
import java.time.Duration;

/**
 * Time and timers as one port, so that a fake cannot contradict itself. Safe for use by many threads.
 *
 * <p>Timers measure monotonic time. They may fire late, never early, and each fires at most once.
 */
public interface Scheduler {

    /**
     * The monotonic clock.
     *
     * @return nanoseconds since an arbitrary origin, as {@link System#nanoTime()}
     */
    long nanoTime();

    /**
     * The wall clock.
     *
     * @return milliseconds since the epoch
     */
    long wallMillis();

    /**
     * Runs a task once, after a delay. The task must not block.
     *
     * @param delay zero or less means as soon as possible, but never inside this call
     * @param task what to run; a Throwable that it throws must not stop later timers
     * @return the timer
     */
    Timer schedule(Duration delay, Runnable task);

    /**
     * Both clocks, the monotonic one first, so that a suspend between the two shortens a claim.
     *
     * @return the readings
     */
    default ClockReading read() {
        long monotonic = nanoTime();
        return new ClockReading(monotonic, wallMillis());
    }

    /**
     * The machine's own clocks, and timers on one daemon thread that all callers share.
     *
     * @return the one system scheduler
     */
    static Scheduler system() {
        return SystemScheduler.INSTANCE;
    }

    /** A timer that has been set. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the task from being run; does nothing if it runs or ran already. Idempotent. */
        void cancel();
    }
}
