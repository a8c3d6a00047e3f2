package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ClockReadingTest {

    private static final long SECOND = 1_000_000_000;
    private static final ClockReading START = new ClockReading(Long.MAX_VALUE - SECOND, 1_000_000);

    @Test
    void aSuspendCountsByTheWallClock() {
        ClockReading now = new ClockReading(START.monotonicNanos() + SECOND, 1_009_000);
        assertThat(now.longestSince(START)).isEqualTo(9 * SECOND + 1_000_000);
        assertThat(now.monotonicSince(START)).isEqualTo(SECOND);
        assertThat(now.wallAheadSince(START)).isEqualTo(8 * SECOND);
    }

    @Test
    void aBackwardStepCountsByTheMonotonicClock() {
        ClockReading now = new ClockReading(START.monotonicNanos() + 3 * SECOND, 0);
        assertThat(now.longestSince(START)).isEqualTo(3 * SECOND);
        assertThat(now.wallAheadSince(START)).isEqualTo(-1003 * SECOND);
    }

    @Test
    void twoLooksInOneMillisecondMayBeAMillisecondApart() {
        assertThat(new ClockReading(START.monotonicNanos() + 5, START.wallMillis()).longestSince(START))
                .isEqualTo(1_000_000);
    }

    @Test
    void aWallClockThatJumpsAcrossTheAgesDoesNotOverflow() {
        assertThat(ClockReading.longest(7, Long.MAX_VALUE - 1)).isEqualTo(3_153_600_000L * SECOND);
        assertThat(ClockReading.longest(7, Long.MIN_VALUE)).isEqualTo(7);
    }

    @Property
    void aSpanIsReachedOnceTheTimeUntilThenHasPassed(
            @ForAll @LongRange(min = 1, max = 1L << 50) long span,
            @ForAll @LongRange(min = 0, max = 1L << 50) long monotonic,
            @ForAll @LongRange(min = -(1L << 30), max = 1L << 30) long wall,
            @ForAll @LongRange(min = 0, max = 999_999) long sinceTheTick) {
        ClockReading now = new ClockReading(START.monotonicNanos() + monotonic, START.wallMillis() + wall);
        long until = now.untilLongestIs(span, START);
        assertThat(until > 0).isEqualTo(now.longestSince(START) < span);
        ClockReading then = new ClockReading(
                now.monotonicNanos() + until, now.wallMillis() + Math.floorDiv(sinceTheTick + until, 1_000_000));
        assertThat(until <= 0 || then.longestSince(START) >= span).isTrue();
    }

    @Test
    void betweenTwoMillisecondsOnlyTheMonotonicClockMoves() {
        ClockReading now = new ClockReading(START.monotonicNanos() + 2_000_000, START.wallMillis() + 2);
        assertThat(now.untilLongestIs(3_000_000, START)).isZero();
        assertThat(now.untilLongestIs(3_000_001, START)).isEqualTo(1_000_000);
        ClockReading stepped = new ClockReading(START.monotonicNanos() + 2_000_000, START.wallMillis() - 5);
        assertThat(stepped.untilLongestIs(2_000_001, START)).isOne();
    }

    @Property
    void neitherClockCanShortenTheLongestSpan(
            @ForAll @LongRange(min = 0, max = 1L << 50) long monotonic,
            @ForAll @LongRange(min = -(1L << 30), max = 1L << 30) long wall) {
        ClockReading now = new ClockReading(START.monotonicNanos() + monotonic, START.wallMillis() + wall);
        assertThat(now.longestSince(START)).isGreaterThanOrEqualTo(monotonic).isGreaterThan(wall * 1_000_000);
    }
}
