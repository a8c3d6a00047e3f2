package dev.countdown.application;

import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Objects;

/**
 * Liveness by petting: the strategy calls {@link #pet()} from its own loop, and is taken to be dead after a silence. The
 * silence is measured on both clocks, so that a machine that was suspended counts as silent. Safe for use by many threads.
 */
public final class Watchdog implements Liveness {

    private final Scheduler scheduler;
    private final Duration silence;
    private volatile ClockReading lastPet;

    /**
     * A watchdog that was just petted.
     *
     * @param scheduler the clocks
     * @param silence how long after a pet the strategy still counts as alive; positive
     * @throws IllegalArgumentException if the silence is not positive
     */
    public Watchdog(Scheduler scheduler, Duration silence) {
        Objects.requireNonNull(scheduler, "scheduler");
        if (Objects.requireNonNull(silence, "silence").isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("silence must be positive: " + silence);
        }
        this.scheduler = scheduler;
        this.silence = Durations.bounded(silence);
        this.lastPet = scheduler.read();
    }

    /** Says that the strategy is alive. Costs two clock readings. */
    public void pet() {
        lastPet = scheduler.read();
    }

    @Override
    public Verdict check() {
        Duration silent = silentFor();
        return silent.compareTo(silence) < 0
                ? Verdict.alive()
                : Verdict.dead("not petted for " + silent.toMillis() + " ms, allowed are " + silence.toMillis());
    }

    @Override
    public Duration askAgainWithin() {
        Duration usual = UNWATCHED.askAgainWithin();
        Duration left = silence.minus(silentFor());
        return left.isNegative() || left.isZero() || left.compareTo(usual) > 0 ? usual : left;
    }

    private Duration silentFor() {
        ClockReading pet = lastPet;
        return Duration.ofNanos(scheduler.read().longestSince(pet));
    }
}
