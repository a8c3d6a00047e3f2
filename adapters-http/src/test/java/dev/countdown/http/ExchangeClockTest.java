package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeClockTest {

    private static final long SECOND = Nanos.SECOND;
    private static final long MILLI = Nanos.MILLI;
    private static final long EPOCH = 1_789_456_236L * SECOND;

    private final ExchangeClock clock = new ExchangeClock(new ShiftedClock());

    @Test
    void untilItIsMeasuredOurWallClockStandsInWithAMinuteOfDoubt() {
        ShiftedClock local = new ShiftedClock();
        ExchangeClock unmeasured = new ExchangeClock(local);
        assertThat(unmeasured.uncertainty(5)).isEqualTo(Duration.ofSeconds(60));
        long now = local.nanoTime();
        assertThat(unmeasured.at(now) / MILLI - local.wallMillis()).isBetween(-50L, 50L);
        assertThat(unmeasured.predates(exact(EPOCH, EPOCH), 0)).isFalse();
    }

    @Test
    void oneReplyGivesTheOffsetWithinHalfTheTimeOnTheWireAndWhatServersDifferBy() {
        clock.observe(exact(EPOCH + 40 * MILLI, EPOCH + 60 * MILLI), 0, 100 * MILLI);
        assertThat(clock.at(0)).isEqualTo(EPOCH);
        assertThat(clock.uncertainty(100 * MILLI)).isEqualTo(Duration.ofMillis(540));
    }

    @Test
    void aLopsidedReplyStaysWithinTheBounds() {
        clock.observe(exact(EPOCH, EPOCH), 0, 100 * MILLI);
        assertThat(clock.at(0) - EPOCH).isEqualTo(-50 * MILLI);
        assertThat(clock.uncertainty(100 * MILLI)).isEqualTo(Duration.ofMillis(550));
    }

    @Test
    void furtherRepliesNarrowIt() {
        clock.observe(exact(EPOCH, EPOCH), 0, 100 * MILLI);
        clock.observe(exact(EPOCH + 200 * MILLI, EPOCH + 200 * MILLI), 200 * MILLI, 210 * MILLI);
        assertThat(clock.uncertainty(210 * MILLI)).isLessThan(Duration.ofMillis(506));
    }

    @Test
    void driftWidensItAgain() {
        clock.observe(exact(EPOCH, EPOCH), 0, 0);
        assertThat(clock.uncertainty(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(clock.uncertainty(100 * SECOND)).isEqualTo(Duration.ofMillis(550));
    }

    @Test
    void theDateAloneLeavesASecondOfDoubt() {
        clock.observe(new ReplyTimes(EPOCH, EPOCH, SECOND), 0, 0);
        assertThat(clock.uncertainty(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aReplyThatContradictsTheBoundsReplacesThem() {
        clock.observe(exact(EPOCH, EPOCH), 0, 10 * MILLI);
        clock.observe(exact(EPOCH + 500 * SECOND, EPOCH + 500 * SECOND), 20 * MILLI, 20 * MILLI);
        assertThat(clock.at(20 * MILLI)).isEqualTo(EPOCH + 500 * SECOND);
    }

    @Test
    void aReplyThatTookTheExchangeLongerThanUsIsNoMeasurement() {
        clock.observe(exact(EPOCH, EPOCH + SECOND), 0, 10 * MILLI);
        assertThat(clock.isMeasured()).isFalse();
    }

    @Test
    void aReplyMadeBeforeItsRequestIsRecognised() {
        clock.observe(exact(EPOCH, EPOCH), 0, 10 * MILLI);
        long sent = 10 * SECOND;
        assertThat(clock.predates(exact(EPOCH + 9 * SECOND, EPOCH + 9 * SECOND), sent))
                .isTrue();
        assertThat(clock.predates(exact(EPOCH + 10 * SECOND, EPOCH + 10 * SECOND), sent))
                .isFalse();
        assertThat(clock.predates(new ReplyTimes(EPOCH + 9 * SECOND, EPOCH + 9 * SECOND, SECOND), sent))
                .isFalse();
        assertThat(clock.predates(new ReplyTimes(EPOCH + 8 * SECOND, EPOCH + 8 * SECOND, SECOND), sent))
                .isTrue();
        clock.forget();
        assertThat(clock.predates(exact(EPOCH, EPOCH), sent)).isFalse();
    }

    @Nested
    class HeadersOfAReply {

        @Test
        void theExchangesOwnComeBeforeTheDate() {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                    .add("x-in-time", "1789456236000001")
                    .add("x-out-time", "1789456236000009")
                    .add("Date", "Thu, 01 Jan 2026 00:00:00 GMT");
            assertThat(ReplyTimes.of(headers)).contains(exact(EPOCH + 1_000, EPOCH + 9_000));
        }

        @Test
        void theDateIsTheFallback() {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Date", "Tue, 15 Sep 2026 06:30:36 GMT");
            assertThat(ReplyTimes.of(headers))
                    .contains(new ReplyTimes(1_789_453_836L * SECOND, 1_789_453_836L * SECOND, SECOND));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "soon",
                    "-1",
                    "1789456236",
                    "99999999999999999",
                    "1789456236000000000",
                    "1789456236.5",
                    "0x1"
                })
        void whatIsNoTimeIsIgnored(String header) {
            assertThat(ReplyTimes.of(MultiMap.caseInsensitiveMultiMap().add("X-In-Time", header)))
                    .isEmpty();
            assertThat(ReplyTimes.of(MultiMap.caseInsensitiveMultiMap().add("Date", header)))
                    .isEmpty();
        }
    }

    @Nested
    class Signing {

        @Test
        void usesWholeSecondsOfTheExchangesClock() {
            clock.observe(exact(EPOCH + 700 * MILLI, EPOCH + 700 * MILLI), 0, 0);
            Stamp stamp = new Timestamps(clock, Optional.empty()).at(0);
            assertThat(stamp.text()).isEqualTo("1789456236");
            assertThat(stamp.validFor()).isEqualTo(Duration.ofMillis(60_500));
        }

        @Test
        void backdatesWhereALifetimeIsAskedForAndTheClockIsKnown() {
            Timestamps timestamps = new Timestamps(clock, Optional.of(Duration.ofSeconds(5)));
            assertThat(timestamps.at(0).validFor()).isEqualTo(Duration.ofSeconds(120));
            clock.observe(exact(EPOCH + 45 * MILLI, EPOCH + 45 * MILLI), 0, 0);
            assertThat(timestamps.at(0))
                    .isEqualTo(new Stamp("1789456181.045", EPOCH + 45 * MILLI, Duration.ofMillis(5_500)));
            assertThat(timestamps.at(2_100 * SECOND).validFor()).isGreaterThan(Duration.ofSeconds(60));
        }

        @Test
        void stopsBackdatingOnceItWasRefused() {
            Timestamps timestamps = new Timestamps(clock, Optional.of(Duration.ofSeconds(5)));
            clock.observe(exact(EPOCH, EPOCH), 0, 0);
            assertThat(timestamps.stopBackdating()).isTrue();
            assertThat(timestamps.stopBackdating()).isFalse();
            assertThat(timestamps.at(0).text()).isEqualTo("1789456236");
        }
    }

    private static ReplyTimes exact(long in, long out) {
        return new ReplyTimes(in, out, 0);
    }
}
