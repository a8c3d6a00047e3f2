package dev.countdown.application;

import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Liveness by petting: the strategy calls {@link #pet()} from its own loop, and is taken to be dead after a silence. The
 * silence is measured on both clocks, so that a machine that was suspended counts as silent. Safe for use by many threads.
 */
public final class Watchdog implements Liveness {

    private final Scheduler scheduler;
    private final Duration silence;
    /** Null before the first pet where the silence counts from that. */
    private volatile @Nullable ClockReading lastPet;

    /**
     * A watchdog that was just petted. The strategy has to pet it from now on, also while nothing is armed yet: a dead strategy is
     * not armed for.
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

    /**
     * A watchdog for a strategy that starts once its orders are guarded: the silence counts from the first pet. A strategy that
     * hangs before it is not noticed.
     *
     * @param scheduler the clocks
     * @param silence how long after a pet the strategy still counts as alive; positive
     * @return the watchdog
     * @throws IllegalArgumentException if the silence is not positive
     */
    public static Watchdog fromFirstPet(Scheduler scheduler, Duration silence) {
        Watchdog watchdog = new Watchdog(scheduler, silence);
        watchdog.lastPet = null;
        return watchdog;
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
        return pet == null ? Duration.ZERO : Duration.ofNanos(scheduler.read().longestSince(pet));
    }
}
