package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Timers on a Vert.x event loop, for a platform that runs on Vert.x already; the clocks are the machine's own. Safe for
 * use by many threads. A task runs on an event loop and must not block it; what it throws goes to that context's
 * exception handler and stops no other timer.
 *
 * @param vertx the platform's; closing it takes its timers with it
 */
public record VertxScheduler(Vertx vertx) implements Scheduler {


    @Override
    public long nanoTime() {
        return Scheduler.system().nanoTime();
    }

    @Override
    public long wallMillis() {
        return Scheduler.system().wallMillis();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        long id = vertx.setTimer(atLeast(delay), fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }

    /** Vert.x counts in milliseconds from 1 on, and a timer must not fire early. */
    private static long atLeast(Duration delay) {
        Duration up = delay.plusNanos(Nanos.MILLI - 1);
        return up.compareTo(Duration.ofMillis(1)) < 0 ? 1 : up.toMillis();
    }
}
