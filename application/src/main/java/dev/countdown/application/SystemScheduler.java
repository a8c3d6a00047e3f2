package dev.countdown.application;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The only reader of the machine's clocks, with timers on an executor. */
record SystemScheduler(ScheduledExecutorService timers) implements Scheduler {

    static final SystemScheduler SHARED = new SystemScheduler(ownThread());

    /** Starts with the first timer. */
    private static ScheduledExecutorService ownThread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "countdown-scheduler");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Future<?> timer = timers.schedule(task, Durations.bounded(delay).toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }
}
