package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;

/**
 * Timers on one event loop of a Vert.x, for a platform that runs on Vert.x already; the clocks are the machine's own. Safe
 * for use by many threads. Whoever sets a timer, its task runs on that event loop and must not block it, and no verticle
 * takes it along when it is undeployed; what a task throws goes to Vert.x's exception handler and stops no other timer.
 */
public final class VertxScheduler implements Scheduler {

    private final ContextInternal context;

    /**
     * Makes a scheduler.
     *
     * @param vertx the platform's; closing it takes its timers with it
     */
    public VertxScheduler(Vertx vertx) {
        context = ((VertxInternal) vertx).createEventLoopContext();
    }

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
        long id = context.setTimer(atLeast(delay), fired -> task.run());
        return () -> context.owner().cancelTimer(id);
    }

    /** Vert.x counts in milliseconds from 1 on, and a timer must not fire early. */
    private static long atLeast(Duration delay) {
        Duration up = delay.plusNanos(Nanos.MILLI - 1);
        return up.compareTo(Duration.ofMillis(1)) < 0 ? 1 : up.toMillis();
    }
}
