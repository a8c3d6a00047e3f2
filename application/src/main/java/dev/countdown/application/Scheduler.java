package dev.countdown.application;

import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Time and timers as one port, so that a fake cannot contradict itself. Safe for use by many threads.
 *
 * <p>Timers measure monotonic time. They may fire late, never early, and each fires at most once.
 *
 * <p>A platform that drives time itself implements the three abstract methods, and gives the same scheduler to keepers, fleets and {@link
 * Watchdog}s. Both clocks are read at the moment of the call: a cached one makes every claim longer than the truth by its age. A
 * timer that never fires ends the renewals, but what is read from a keeper stays true.
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
        return SystemScheduler.SHARED;
    }

    /**
     * The machine's own clocks, and timers on an executor of the platform's, which goes on owning it: nothing here shuts it down.
     * Its thread is then the one that asks liveness and hands requests to the gateway. What an executor drops that is shut down
     * with {@link ScheduledExecutorService#shutdownNow} never runs: a keeper then renews no more, and says so when it is read.
     * Its close still ends as it promises.
     *
     * @param executor with at least one thread that no task blocks
     * @return the scheduler
     */
    static Scheduler on(ScheduledExecutorService executor) {
        return new SystemScheduler(Objects.requireNonNull(executor, "executor"));
    }

    /** A timer that has been set. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the task from being run; does nothing if it runs or ran already. Idempotent. */
        void cancel();
    }
}
