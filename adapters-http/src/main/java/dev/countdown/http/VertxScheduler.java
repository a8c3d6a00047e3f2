package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the tasks of timers on one event loop of a Vert.x, for a platform that runs on Vert.x already; the clocks and the
 * timers are those of {@link Scheduler#system()}. Safe for use by many threads. A task runs on that event loop, whichever
 * thread set its timer, and must not block it; no verticle takes it along when it is undeployed; what a task throws goes to
 * Vert.x's exception handler and stops no other timer.
 *
 * <p>Once its Vert.x is closed, tasks run on the thread of {@link Scheduler#system()}: a keeper that is closed before or after
 * that ends as it promised. One that nobody closes goes on there.
 */
public final class VertxScheduler implements Scheduler {

    private final Context context;

    /**
     * Makes a scheduler.
     *
     * @param vertx the platform's
     * @throws IllegalStateException if it is older than Vert.x 5.0
     */
    public VertxScheduler(Vertx vertx) {
        context = eventLoop(vertx);
    }

    /** The event loop. */
    Context context() {
        return context;
    }

    /** An event loop that belongs to no verticle, as a thread gets one that is not of Vert.x. */
    private static Context eventLoop(Vertx vertx) {
        requireVertx5();
        return CompletableFuture.supplyAsync(
                        vertx::getOrCreateContext, task -> new Thread(task, "countdown-context").start())
                .join();
    }

    /** Vert.x 4 has most of the names that are used here, and would fail at each connection instead. */
    private static void requireVertx5() {
        try {
            Class.forName("io.vertx.core.VerticleBase", false, Vertx.class.getClassLoader());
        } catch (ClassNotFoundException older) {
            String found = Vertx.class.getPackage().getImplementationVersion();
            throw new IllegalStateException("Vert.x must be 5.0 or newer, not " + (found == null ? "4" : found), older);
        }
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
        Objects.requireNonNull(task, "task");
        AtomicBoolean pending = new AtomicBoolean(true);
        Runnable once = () -> {
            if (pending.getAndSet(false)) {
                task.run();
            }
        };
        Timer timer = Scheduler.system().schedule(delay, () -> run(once));
        return () -> {
            pending.set(false);
            timer.cancel();
        };
    }

    /** Runs a task in a later turn of the event loop; once that is gone, at once. */
    void run(Runnable task) {
        try {
            context.runOnContext(now -> task.run());
        } catch (RejectedExecutionException vertxClosed) {
            task.run();
        }
    }
}
