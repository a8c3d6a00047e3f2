package dev.countdown.testing.simulation;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import java.time.Duration;

/** The machine that the keeper runs on: clocks that drift, stand still and are stepped, and timers that run late. */
final class Host implements Scheduler {

    private static final long PPM = 1_000_000;
    private static final long LONGEST_DELAY = Duration.ofDays(30).toNanos();

    private final World world;
    private final long monotonicDrift;
    private final long wallDrift;
    private final long monotonicOrigin;
    private final long wallOrigin = 1_760_000_000_000L;
    private long suspended;
    private long stepMillis;
    private long suspendedAt = Long.MIN_VALUE / 2;
    private long steppedBackAt = Long.MIN_VALUE / 2;
    long frozenUntil;
    long timersBlockedUntil;

    /** Timers that are set and have neither run nor been cancelled. */
    int pendingTimers;

    Host(World world) {
        this.world = world;
        boolean drifts = world.weather.has(Fault.DRIFT);
        monotonicDrift = drifts ? world.random.nextLong(-499, 500) : 0;
        wallDrift = drifts ? world.random.nextLong(-499, 500) : 0;
        monotonicOrigin = world.random.nextBoolean() ? Long.MAX_VALUE - 600 * Weather.SECOND : -12345;
        world.count(Fault.DRIFT, drifts ? 1 : 0);
    }

    @Override
    public long nanoTime() {
        long running = world.now - suspended;
        return monotonicOrigin + running + running / PPM * monotonicDrift;
    }

    @Override
    public long wallMillis() {
        return wallOrigin + (world.now + world.now / PPM * wallDrift) / PPM + stepMillis;
    }

    @Override
    public Timer schedule(Duration delay, Runnable body) {
        pendingTimers++;
        Task[] task = new Task[1];
        task[0] = new Task(Lane.TIMERS, 0, () -> {
            if (!task[0].cancelled) {
                task[0].cancelled = true;
                pendingTimers--;
                body.run();
                world.judge.ran();
            }
        });
        task[0].due = nanoTime() + Math.max(0, nanos(delay));
        task[0].at = timeOf(task[0].due);
        if (world.weather.happens(Fault.LATE_TIMER, world.isCalm() ? 0 : 0.02)) {
            task[0].at += world.weather.span(world.weather.timeout / 20);
            world.count(Fault.LATE_TIMER, 1);
        }
        world.agenda.add(task[0]);
        return () -> {
            if (!task[0].cancelled) {
                task[0].cancelled = true;
                pendingTimers--;
            }
        };
    }

    private static long nanos(Duration delay) {
        return delay.toSeconds() >= LONGEST_DELAY / Weather.SECOND ? LONGEST_DELAY : delay.toNanos();
    }

    /** The true moment from which the monotonic clock shows at least this, if the host runs on. */
    long timeOf(long monotonic) {
        long ahead = Math.max(0, monotonic - nanoTime());
        return ahead == 0 ? world.now : world.now + trueSpan(ahead) + 1_000;
    }

    /** Puts a task off that the host cannot run now; answers whether it did. */
    boolean holdsUp(Task task) {
        long until = task.lane == Lane.WORLD ? 0 : frozenUntil;
        if (task.lane == Lane.TIMERS) {
            until = Math.max(until, timersBlockedUntil);
            if (until <= world.now && task.due - nanoTime() > 0) {
                until = timeOf(task.due);
            }
        }
        if (until <= world.now) {
            return false;
        }
        task.at = until;
        world.agenda.add(task);
        return true;
    }

    boolean isRunning() {
        return world.now >= frozenUntil;
    }

    void pause(long length) {
        frozenUntil = Math.max(frozenUntil, world.now + length);
    }

    /** Monotonic time stands still. A suspend near a backward step is beyond what any client can know. */
    boolean suspend(long length) {
        if (world.now < frozenUntil || world.now - steppedBackAt < apart()) {
            return false;
        }
        frozenUntil = world.now + length;
        suspended += length;
        suspendedAt = world.now + length;
        return true;
    }

    void stepForward(long length) {
        stepMillis += length / Weather.MILLI;
    }

    boolean stepBack(long length) {
        boolean steps = mayStep();
        stepMillis -= steps ? length / Weather.MILLI : 0;
        return steps;
    }

    /** Whether a clock may be stepped now, ours or the exchange's: near a suspend the one could hide the other. */
    boolean mayStep() {
        boolean may = world.now - suspendedAt >= apart();
        steppedBackAt = may ? world.now : steppedBackAt;
        return may;
    }

    /** How long in true time a span of the monotonic clock takes while the host runs. */
    long trueSpan(long monotonic) {
        return monotonic - monotonic / (PPM + monotonicDrift) * monotonicDrift;
    }

    private long apart() {
        return 3 * world.weather.timeout + 10 * Weather.SECOND;
    }
}
