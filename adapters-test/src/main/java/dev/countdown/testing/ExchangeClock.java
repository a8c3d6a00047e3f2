package dev.countdown.testing;

import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** The exchange's own clock: that of its machine plus an offset. */
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

    public Scheduler scheduler() {
        return scheduler;
    }

    public long nanos() {
        return scheduler.nanoTime();
    }

    long millis() {
        return scheduler.wallMillis() + offsetMillis;
    }

    public Instant now() {
        return Instant.ofEpochMilli(millis());
    }

    void offset(Duration offset) {
        offsetMillis = offset.toMillis();
    }
}
