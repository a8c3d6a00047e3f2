package dev.countdown.testing;

import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** The exchange's own clock: that of its machine plus an offset. Safe for use by many threads. */
public final class ExchangeClock {

    private final Scheduler scheduler;
    private volatile long offsetMillis;

    ExchangeClock(Scheduler scheduler) {
        this.scheduler = elsewhere(scheduler);
    }

    /** An exchange in virtual time is another machine: neither a suspend nor a step of the client's touches it. */
    static Scheduler elsewhere(Scheduler scheduler) {
        return scheduler instanceof ManualScheduler manual ? manual.elsewhere() : scheduler;
    }

    /**
     * The time of the exchange's machine, without the offset.
     *
     * @return the scheduler
     */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * The monotonic clock of the exchange's machine.
     *
     * @return nanoseconds
     */
    public long nanos() {
        return scheduler.nanoTime();
    }

    long millis() {
        return scheduler.wallMillis() + offsetMillis;
    }

    /**
     * The time that the exchange shows.
     *
     * @return to the millisecond
     */
    public Instant now() {
        return Instant.ofEpochMilli(millis());
    }

    void offset(Duration offset) {
        offsetMillis = offset.toMillis();
    }
}
