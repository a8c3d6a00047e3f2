package dev.countdown.http;

import dev.countdown.application.Deadline;
import dev.countdown.application.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Timers on one event loop of a Vert.x, for a platform that runs on Vert.x already; the clocks are the machine's own. Safe
 * for use by many threads. A task runs on that event loop, whichever thread set its timer, and must not block it; no verticle
 * takes it along when it is undeployed; what a task throws goes to Vert.x's exception handler and stops no other timer.
 *
 * <p>When its Vert.x is closed, the timers that are set go over to {@link Scheduler#system()}, and so do those that are set
 * later: a keeper that is closed before or after that ends as it promised. One that nobody closes goes on there.
 */
public final class VertxScheduler implements Scheduler {

    private final ContextInternal context;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes a scheduler.
     *
     * @param vertx the platform's
     */
    public VertxScheduler(Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        context = internal.createEventLoopContext();
        internal.addCloseHook(completion -> {
            closed = true;
            pending.forEach(Pending::handOver);
            completion.succeed();
        });
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
        Deadline due = new Deadline(nanoTime(), delay);
        Pending timer = new Pending(task, due);
        pending.add(timer);
        timer.set(atLeast(due.span()));
        return timer;
    }

    /** Vert.x counts in milliseconds from 1 on, and a timer must not fire early. */
    private static long atLeast(Duration delay) {
        Duration up = delay.plusNanos(Nanos.MILLI - 1);
        return up.compareTo(Duration.ofMillis(1)) < 0 ? 1 : up.toMillis();
    }

    /** A timer that has neither run nor been cancelled. */
    private final class Pending implements Timer {

        private final Runnable task;
        private final Deadline due;
        private volatile long id = -1;
        private volatile Timer elsewhere = () -> {};

        Pending(Runnable task, Deadline due) {
            this.task = task;
            this.due = due;
        }

        void set(long millis) {
            try {
                id = context.setTimer(millis, fired -> run());
            } catch (RejectedExecutionException shutDown) {
                handOver();
                return;
            }
            if (closed) { // perhaps after the others went over, and before the event loop says that it is shut down
                handOver();
            }
        }

        void handOver() {
            if (pending.contains(this)) {
                elsewhere = Scheduler.system().schedule(Duration.ofNanos(due.left(nanoTime())), this::run);
            }
        }

        private void run() {
            if (pending.remove(this)) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            if (pending.remove(this)) {
                context.owner().cancelTimer(id);
                elsewhere.cancel();
            }
        }
    }
}
