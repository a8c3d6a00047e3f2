package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the exchange's clock is ahead of our monotonic clock, at the least and at the most, as its replies show it
 * (Cristian's method). Both bounds are relaxed by drift as they age, and the upper one by a suspend, in which the exchange's
 * clock goes on while ours stands still. Offsets are nanoseconds; they may wrap, so only their differences mean something.
 * Immutable.
 */
public final class OffsetBounds {

    /** By how much the clocks of one exchange's servers may differ: 500 ms is assumed. */
    public static final Duration SKEW = Duration.ofMillis(500);

    private static final Duration SHAKEN = Duration.ofSeconds(1);

    private final long least;
    private final ClockReading leastAt;
    private final long most;
    private final ClockReading mostAt;

    private OffsetBounds(long least, ClockReading leastAt, long most, ClockReading mostAt) {
        this.least = least;
        this.leastAt = leastAt;
        this.most = most;
        this.mostAt = mostAt;
    }

    /**
     * The bounds that one reply shows.
     *
     * @param time what it showed
     * @return the bounds
     */
    public static OffsetBounds of(ExchangeTime time) {
        return new OffsetBounds(time.leastOffset(), time.to(), time.mostOffset(), time.from());
    }

    /**
     * Whether a time can be of this clock, or of another server's that differs by {@link #SKEW} at most.
     *
     * @param time what a reply showed
     * @return false for a reply that is older or newer than its request, and after a step of the exchange's clock
     */
    public boolean admits(ExchangeTime time) {
        return meets(time, SKEW.toNanos());
    }

    /**
     * The bounds that this and another reply show:
     *
     * <ul>
     *   <li>A reply that is behind them by at most {@link #SKEW} narrows nothing: it may be an older one.
     *   <li>A reply that is ahead of them by at most {@link #SKEW} cannot be an older one. Its own bounds replace these: the
     *       exchange's clock was stepped a little, or another server's is ahead.
     *   <li>A reply that is further away changes nothing.
     *   <li>After a suspend, or a step of our wall clock, the upper bound is too wide: that of the reply replaces it.
     * </ul>
     *
     * @param time what a reply showed
     * @return the narrower bounds
     */
    public OffsetBounds narrowedBy(ExchangeTime time) {
        OffsetBounds now = asOf(time);
        long ahead = time.leastOffset() - now.most;
        if (ahead > 0 && ahead <= SKEW.toNanos()) {
            return of(time);
        }
        boolean shaken = isShaken(time.to());
        if (!shaken && !meets(time, 0)) {
            return now;
        }
        boolean higher = time.leastOffset() - now.least > 0;
        boolean lower = shaken || time.mostOffset() - now.most < 0;
        return new OffsetBounds(
                higher ? time.leastOffset() : now.least, now.leastAt, lower ? time.mostOffset() : now.most, now.mostAt);
    }

    /** The same bounds, aged to this moment, so that a later jump of our wall clock is measured from here. */
    private OffsetBounds asOf(ExchangeTime time) {
        return new OffsetBounds(least(time.to()), time.to(), most(time.from()), time.from());
    }

    /**
     * The least that the offset can be.
     *
     * @param now a look at both clocks
     * @return nanoseconds
     */
    public long least(ClockReading now) {
        return least - drift(leastAt, now);
    }

    /**
     * The most that the offset can be.
     *
     * @param now a look at both clocks
     * @return nanoseconds
     */
    public long most(ClockReading now) {
        long suspended = ExchangeTime.suspended(mostAt, now);
        return most + drift(mostAt, now) + ClockDrift.longest(suspended); // our wall clock drifts in a suspend as well
    }

    /**
     * The bounds after a request for the exchange's time: its answer replaces what it contradicts, also what a suspend or a
     * step of our wall clock has made too wide.
     *
     * @param time the answer
     * @return the bounds
     */
    public OffsetBounds measuredBy(ExchangeTime time) {
        return meets(time, 0) ? narrowedBy(time) : of(time);
    }

    /** Whether our monotonic clock may have stood still for long since the most was known: a suspend, or a step of the wall. */
    boolean isShaken(ClockReading now) {
        return ExchangeTime.suspended(mostAt, now) > SHAKEN.toNanos();
    }

    /** How long after a look at our clocks the exchange's clock reaches a moment at the earliest, in nanoseconds. */
    long nanosUntil(Instant moment, ClockReading from) {
        return ExchangeTime.nanos(moment) - most(from) - from.monotonicNanos();
    }

    private boolean meets(ExchangeTime time, long slack) {
        return time.mostOffset() - least(time.to()) >= -slack && most(time.to()) - time.leastOffset() >= -slack;
    }

    private static long drift(ClockReading since, ClockReading now) {
        return ClockDrift.drift(Math.abs(now.monotonicSince(since)));
    }
}
