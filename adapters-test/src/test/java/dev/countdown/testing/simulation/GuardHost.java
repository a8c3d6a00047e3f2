package dev.countdown.testing.simulation;

import dev.countdown.domain.ClockReading;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import java.util.SplittableRandom;

/** One of several machines: clocks of its own, which drift, are stepped and stand still. */
final class GuardHost {

    private static final long PPM = 1_000_000;

    private final GuardWorld world;
    private final long monotonicDrift;
    private final long wallDrift;
    private final long origin;
    private final long wallOrigin;
    private long suspended;
    private long stepMillis;
    private long suspendedAt = Long.MIN_VALUE / 2;
    private long steppedBackAt = Long.MIN_VALUE / 2;
    private long frozenUntil;

    GuardHost(GuardWorld world, SplittableRandom random) {
        this.world = world;
        long drift = random.nextLong(-499, 500);
        long wall = random.nextLong(-499, 500);
        monotonicDrift = world.weather.drifts ? drift : 0;
        wallDrift = world.weather.drifts ? wall : 0;
        origin = random.nextBoolean() ? Long.MAX_VALUE - 600 * Weather.SECOND : random.nextLong(1L << 50);
        wallOrigin = 1_760_000_000_000L + random.nextLong(-3_000, 3_000);
    }

    long nanoTime() {
        long running = world.now - suspended;
        return origin + running + running / PPM * monotonicDrift;
    }

    long wallMillis() {
        return wallOrigin + (world.now + world.now / PPM * wallDrift) / PPM + stepMillis;
    }

    ClockReading read() {
        return new ClockReading(nanoTime(), wallMillis());
    }

    boolean isRunning() {
        return world.now >= frozenUntil;
    }

    long frozenUntil() {
        return frozenUntil;
    }

    /** Runs something once so much of this host's monotonic time has passed; a host that is frozen runs it later. */
    Task at(long delay, Runnable body) {
        long due = nanoTime() + Math.max(0, delay);
        Task task = new Alarm(due, timeOf(due), body);
        world.agenda.add(task);
        return task;
    }

    /** What comes from elsewhere: at a true time, or when the host runs again. */
    void arrives(long after, Runnable body) {
        world.agenda.add(new Arrival(world.now + after, body));
    }

    /** Waits on while the host is frozen. */
    private final class Arrival extends Task {
        Arrival(long at, Runnable body) {
            super(Lane.HOST, at, body);
        }

        @Override
        void run() {
            if (isRunning()) {
                super.run();
            } else {
                at = frozenUntil;
                world.agenda.add(this);
            }
        }
    }

    /** Waits on while the host is frozen, or its monotonic clock is not there yet. */
    private final class Alarm extends Task {
        Alarm(long due, long at, Runnable body) {
            super(Lane.HOST, at, body);
            this.due = due;
        }

        @Override
        void run() {
            long until = isRunning() ? timeOf(due) : frozenUntil;
            if (until > world.now) {
                at = until;
                world.agenda.add(this);
            } else {
                super.run();
            }
        }
    }

    private long timeOf(long monotonic) {
        long ahead = monotonic - nanoTime();
        return ahead <= 0 ? world.now : world.now + trueSpan(ahead) + 1_000;
    }

    long trueSpan(long monotonic) {
        return monotonic - monotonic / (PPM + monotonicDrift) * monotonicDrift;
    }

    /** The least true time in which this monotonic clock advances by so much; it may have stood still meanwhile. */
    long trueSpanAtLeast(long monotonic) {
        return trueSpan(monotonic) - 1_000;
    }

    void pause(long length) {
        frozenUntil = Math.max(frozenUntil, world.now + length);
    }

    /** A suspend near a backward step is beyond what any client can know. */
    boolean suspend(long length) {
        if (!isRunning() || world.now - steppedBackAt < apart()) {
            return false;
        }
        frozenUntil = world.now + length;
        suspended += length;
        suspendedAt = frozenUntil;
        return true;
    }

    void stepForward(long length) {
        stepMillis += length / Weather.MILLI;
    }

    boolean stepBack(long length) {
        if (world.now - suspendedAt < apart()) {
            return false;
        }
        stepMillis -= length / Weather.MILLI;
        steppedBackAt = world.now;
        return true;
    }

    private static long apart() {
        return 400 * Weather.SECOND;
    }
}
