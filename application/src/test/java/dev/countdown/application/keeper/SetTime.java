package dev.countdown.application.keeper;

import dev.countdown.application.Scheduler;

/** Time that a test sets. */
abstract class SetTime implements Scheduler {

    long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long wallMillis() {
        return now / 1_000_000;
    }
}
