package dev.countdown.testing;

import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: it stands still until a test advances it, and then runs each timer that comes due, in order and at its
 * time, on the thread that advances. Clocks may be read and timers set and cancelled by many threads; only one thread at
 * a time may advance, and no timer's task may.
 */
public final class ManualScheduler implements Scheduler {

    /** Where the wall clock starts unless told otherwise: a whole second, so that times in tests are easy to read. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Object lock = new Object();
    private final long startMillis;
    private final TimerQueue here = new TimerQueue();
    private final TimerQueue elsewhere = new TimerQueue();
    private final Scheduler other = new Elsewhere();
    private long trueNanos;
    private long suspendedNanos;
    private long steppedNanos;
    private boolean moving;

    /** Virtual time that starts at {@link #START}. */
    public ManualScheduler() {
        this(START);
    }

    /**
     * Virtual time that starts at a moment of one's choice.
     *
     * @param start the first reading of the wall clock
     */
    public ManualScheduler(Instant start) {
        this.startMillis = start.toEpochMilli();
    }

    @Override
    public long nanoTime() {
        synchronized (lock) {
            return trueNanos - suspendedNanos;
        }
    }

    @Override
    public long wallMillis() {
        synchronized (lock) {
            return startMillis + Math.floorDiv(trueNanos + steppedNanos, NANOS_PER_MILLI);
        }
    }

    /**
     * The wall clock as an instant.
     *
     * @return to the millisecond
     */
    public Instant now() {
        return Instant.ofEpochMilli(wallMillis());
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        synchronized (lock) {
            return guarded(here.add(after(nanoTime(), delay), task));
        }
    }

    /**
     * Lets time pass, and runs what comes due on the way. Zero runs what is due already.
     *
     * @param span not negative
     * @throws IllegalArgumentException if the span is negative
     * @throws IllegalStateException if time is being advanced already, or a task threw: the cause is the first Throwable,
     *     and all tasks have run nevertheless
     */
    public void advance(Duration span) {
        move(span, false);
    }

    /**
     * Suspends this machine, as closing a laptop does: the wall clock moves on, the monotonic clock and the timers set here
     * stand still. Other machines, such as an {@link InMemoryExchange} on this scheduler, notice nothing.
     *
     * @param span not negative
     * @throws IllegalArgumentException if the span is negative
     * @throws IllegalStateException as {@link #advance}
     */
    public void suspend(Duration span) {
        move(span, true);
    }

    /**
     * Steps the wall clock of this machine; nothing else moves.
     *
     * @param step forward, or backward if negative
     */
    public void stepWall(Duration step) {
        synchronized (lock) {
            steppedNanos += step.toNanos();
        }
    }

    /**
     * How many timers are set on this machine and have neither run nor been cancelled.
     *
     * @return not negative
     */
    public int pendingTimers() {
        synchronized (lock) {
            return here.size();
        }
    }

    /** The clocks and timers of a machine that {@link #suspend} and {@link #stepWall} do not touch. */
    Scheduler elsewhere() {
        return other;
    }

    private void move(Duration span, boolean suspended) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + span);
        }
        List<Throwable> failures = new ArrayList<>();
        long target = begin(span);
        try {
            for (Runnable task = next(target, suspended); task != null; task = next(target, suspended)) {
                run(task, failures);
            }
        } finally {
            end();
        }
        report(failures);
    }

    private long begin(Duration span) {
        synchronized (lock) {
            if (moving) {
                throw new IllegalStateException("time is being advanced already");
            }
            moving = true;
            return after(trueNanos, span);
        }
    }

    private void end() {
        synchronized (lock) {
            moving = false;
        }
    }

    /** The next task due until then, with the clocks set to its time; null, and the clocks set to then, if there is none. */
    private @Nullable Runnable next(long target, boolean suspended) {
        synchronized (lock) {
            long dueHere = suspended ? Long.MAX_VALUE : here.nextDue(suspendedNanos);
            long dueElsewhere = elsewhere.nextDue(0);
            long due = Math.min(dueHere, dueElsewhere);
            long now = Math.max(trueNanos, Math.min(due, target));
            suspendedNanos += suspended ? now - trueNanos : 0;
            trueNanos = now;
            if (due > target) {
                return null;
            }
            return dueElsewhere <= dueHere ? elsewhere.poll() : here.poll();
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // Nothing is printed: all failures are reported once time has passed.
    private static void run(Runnable task, List<Throwable> failures) {
        try {
            task.run();
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    private static void report(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        IllegalStateException report = new IllegalStateException(failures.size() + " task(s) threw", failures.get(0));
        failures.stream().skip(1).forEach(report::addSuppressed);
        throw report;
    }

    private Timer guarded(Timer timer) {
        return () -> {
            synchronized (lock) {
                timer.cancel();
            }
        };
    }

    /** So long after then, not before it; what is beyond the end of the clock is never. */
    private static long after(long now, Duration delay) {
        Duration left = Duration.ofNanos(Long.MAX_VALUE - now);
        return delay.isNegative() ? now : delay.compareTo(left) < 0 ? now + delay.toNanos() : Long.MAX_VALUE;
    }

    private final class Elsewhere implements Scheduler {
        @Override
        public long nanoTime() {
            synchronized (lock) {
                return trueNanos;
            }
        }

        @Override
        public long wallMillis() {
            synchronized (lock) {
                return startMillis + trueNanos / NANOS_PER_MILLI;
            }
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            synchronized (lock) {
                return guarded(elsewhere.add(after(trueNanos, delay), task));
            }
        }
    }
}
