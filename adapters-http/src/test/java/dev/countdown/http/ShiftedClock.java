package dev.countdown.http;

import dev.countdown.application.Scheduler;
import java.time.Duration;

/** The machine's clocks as a test wants them: both can be moved on by hand. Its timers are the machine's own. */
final class ShiftedClock implements Scheduler {

    private volatile Duration wall = Duration.ZERO;
    private volatile Duration monotonic = Duration.ZERO;

    ShiftedClock wallBy(Duration shift) {
        wall = wall.plus(shift);
        return this;
    }

    ShiftedClock monotonicBy(Duration shift) {
        monotonic = monotonic.plus(shift);
        return this;
    }

    @Override
    public long nanoTime() {
        return Scheduler.system().nanoTime() + monotonic.toNanos();
    }

    @Override
    public long wallMillis() {
        return Scheduler.system().wallMillis() + wall.toMillis();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return Scheduler.system().schedule(delay, task);
    }
}
