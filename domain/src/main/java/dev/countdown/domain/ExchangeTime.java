package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * What the exchange's clock showed at some moment between two looks at ours. Immutable.
 *
 * @param shown the exchange's time, perhaps cut to the resolution
 * @param resolution by how much the true time may be later; not negative
 * @param from both our clocks, before that moment
 * @param to both our clocks, after it
 */
public record ExchangeTime(Instant shown, Duration resolution, ClockReading from, ClockReading to) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** A millisecond of the wall clock may begin or end between two readings. */
    private static final long WALL_RESOLUTION = 1_000_000;

    /** Whether this can be a time of an exchange at all: from 1970 on and before 2200. Others come of mistaken units. */
    static boolean isPossible(Instant shown) {
        return !shown.isBefore(EARLIEST) && shown.isBefore(LATEST);
    }

    /** The least by which the exchange's clock can be ahead of our monotonic clock at the later look, in nanoseconds. */
    long leastOffset() {
        return nanos(shown) - to.monotonicNanos();
    }

    /** The most at the earlier look. */
    long mostOffset() {
        return nanos(shown) + resolution.toNanos() - from.monotonicNanos();
    }

    /** How long our monotonic clock may have stood still between two looks: the wall clock may drift the other way. */
    static long suspended(ClockReading from, ClockReading to) {
        long apart = 2 * ClockDrift.drift(Math.abs(to.monotonicSince(from)));
        return Math.max(0, to.wallAheadSince(from) + apart - WALL_RESOLUTION);
    }

    static long nanos(Instant shown) {
        return shown.getEpochSecond() * 1_000_000_000 + shown.getNano();
    }
}
