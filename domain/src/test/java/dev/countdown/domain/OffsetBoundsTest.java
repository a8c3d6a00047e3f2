package dev.countdown.domain;

import static dev.countdown.domain.Requests.EXCHANGE_START;
import static dev.countdown.domain.Requests.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All looks are at one moment, so that nothing drifts; offsets are milliseconds over the start of the exchange. */
class OffsetBoundsTest {

    private static final Duration WIDTH = Duration.ofMillis(10);
    private static final long MILLI = 1_000_000;
    private static final long START = ExchangeTime.nanos(EXCHANGE_START);

    /** The offset is between this and 10 ms more. */
    private static ExchangeTime time(long least) {
        return time(least, at(0));
    }

    private static ExchangeTime time(long least, ClockReading now) {
        return new ExchangeTime(EXCHANGE_START.plusMillis(least), WIDTH, now, now);
    }

    private static void assertIs(OffsetBounds bounds, long least, long most) {
        assertIs(bounds, at(0), least, most);
    }

    private static void assertIs(OffsetBounds bounds, ClockReading now, long least, long most) {
        assertThat((bounds.least(now) - START) / MILLI).isEqualTo(least);
        assertThat((bounds.most(now) - START) / MILLI).isEqualTo(most);
    }

    private final OffsetBounds bounds = OffsetBounds.of(time(100));

    @Test
    void admitATimeThatDiffersByTheSkewAtMost() {
        assertThat(bounds.admits(time(610))).isTrue();
        assertThat(bounds.admits(time(611))).isFalse();
        assertThat(bounds.admits(time(-410))).isTrue();
        assertThat(bounds.admits(time(-411))).isFalse();
    }

    /** A suspend of 75 minutes: our wall clock may lose 2.25 s against the exchange's. */
    @Test
    void admitATimeThatTheWallClockLagsBehindAfterASuspend() {
        ClockReading resumed = new ClockReading(0, 4_500_000);
        assertIs(bounds, resumed, 100, 110 + 4_499_999 + 2_249);
        assertThat(bounds.admits(time(100 + 4_500_000 + 2_249, resumed))).isTrue();
        assertThat(bounds.admits(time(100 + 4_500_000 + 2_800, resumed))).isFalse();
    }

    @Nested
    class NarrowedBy {

        @Test
        void aTimeThatMeetsThem() {
            assertIs(bounds.narrowedBy(time(104)), 104, 110);
            assertIs(bounds.narrowedBy(time(96)), 100, 106);
            assertIs(bounds.narrowedBy(time(110)), 110, 110);
            assertIs(bounds.narrowedBy(time(90)), 100, 100);
        }

        @Test
        void oneAheadByTheSkewAtMostItAloneCounts() {
            assertIs(bounds.narrowedBy(time(111)), 111, 121);
            assertIs(bounds.narrowedBy(time(610)), 610, 620);
            assertIs(bounds.narrowedBy(time(611)), 100, 110);
        }

        @Test
        void oneBehindThemNothing() {
            assertIs(bounds.narrowedBy(time(89)), 100, 110);
        }

        /** Drift and the millisecond of the wall clock cancel each other at 1 s here. */
        @Test
        void anyOnceTheUpperBoundIsShaken() {
            ClockReading calm = new ClockReading(0, 1_001);
            assertThat(bounds.isShaken(calm)).isFalse();
            assertIs(bounds.narrowedBy(time(1_105, calm)), calm, 1_105, 1_110);
            ClockReading jumped = new ClockReading(0, 1_002);
            assertThat(bounds.isShaken(jumped)).isTrue();
            assertIs(bounds.narrowedBy(time(1_105, jumped)), jumped, 1_105, 1_115);
        }
    }

    @Test
    void aMeasurementReplacesWhatItContradicts() {
        assertIs(bounds.measuredBy(time(50)), 50, 60);
        assertIs(bounds.measuredBy(time(105)), 105, 110);
    }
}
