package dev.countdown.application;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The only reader of the machine's clocks. Its thread starts with the first timer. */
final class SystemScheduler implements Scheduler {

    static final SystemScheduler INSTANCE = new SystemScheduler();

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "countdown-scheduler");
        thread.setDaemon(true);
        return thread;
    });

    private SystemScheduler() {
        timers.setRemoveOnCancelPolicy(true);
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
