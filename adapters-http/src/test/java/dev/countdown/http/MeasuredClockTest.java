package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredClockTest {

    private static final long SECOND = Nanos.SECOND;
    private static final long MILLI = Nanos.MILLI;
    private static final long EPOCH = 1_789_456_236L * SECOND;

    private final MeasuredClock clock = new MeasuredClock(Optional.empty());

    @Test
    void untilItIsMeasuredOurWallClockStandsInWithAMinuteOfDoubt() {
        assertThat(clock.isMeasured()).isFalse();
        assertThat(clock.uncertainty(at(5))).isEqualTo(Duration.ofSeconds(60));
        assertThat(clock.at(at(0))).isEqualTo(EPOCH);
        assertThat(clock.admits(exact(EPOCH, 0, 0))).isFalse();
    }

    @Test
    void oneReplyGivesTheOffsetWithinHalfTheTimeOnTheWireAndWhatServersDifferBy() {
        clock.believe(exact(EPOCH + 50 * MILLI, 0, 100 * MILLI));
        assertThat(clock.at(at(0))).isBetween(EPOCH - MILLI, EPOCH);
        assertThat(clock.uncertainty(at(100 * MILLI))).isBetween(Duration.ofMillis(550), Duration.ofMillis(551));
    }

    @Test
    void furtherRepliesNarrowIt() {
        clock.believe(exact(EPOCH, 0, 100 * MILLI));
        clock.believe(exact(EPOCH + 200 * MILLI, 200 * MILLI, 210 * MILLI));
        assertThat(clock.uncertainty(at(210 * MILLI))).isLessThan(Duration.ofMillis(506));
    }

    @Test
    void driftWidensItAgain() {
        clock.believe(exact(EPOCH, 0, 0));
        assertThat(clock.uncertainty(at(0))).isEqualTo(Duration.ofMillis(500));
        // Both clocks drift, and our wall clock may hide as much of a suspend.
        assertThat(clock.uncertainty(at(100 * SECOND))).isBetween(Duration.ofMillis(550), Duration.ofMillis(600));
    }

    @Test
    void theDateAloneLeavesASecondOfDoubt() {
        clock.believe(new ReplyTimes(EPOCH, SECOND).between(at(0), at(0)));
        assertThat(clock.uncertainty(at(0))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aReplyThatContradictsTheBoundsIsNotAdmittedAndChangesNothing() {
        clock.believe(exact(EPOCH, 0, 0));
        ExchangeTime other = exact(EPOCH + 500 * SECOND, 0, 0);
        assertThat(clock.admits(other)).isFalse();
        clock.believe(other);
        assertThat(clock.at(at(0))).isEqualTo(EPOCH);
    }

    @Test
    void anAnswerToARequestForTheTimeReplacesBoundsThatItContradicts() {
        clock.believe(exact(EPOCH, 0, 0));
        clock.measure(exact(EPOCH - 500 * SECOND, 0, 0));
        assertThat(clock.at(at(0))).isEqualTo(EPOCH - 500 * SECOND);
        assertThat(clock.admits(exact(EPOCH, 0, 0))).isFalse();
    }

    @Test
    void anAnswerToARequestForTheTimeNarrowsBoundsThatItMeets() {
        clock.believe(exact(EPOCH, 0, 100 * MILLI));
        clock.measure(exact(EPOCH, 90 * MILLI, 90 * MILLI));
        assertThat(clock.uncertainty(at(90 * MILLI))).isLessThan(Duration.ofMillis(501));
    }

    @Test
    void aReplyMadeBeforeItsRequestIsNotAdmitted() {
        clock.believe(exact(EPOCH, 0, 0));
        assertThat(clock.admits(exact(EPOCH + 9 * SECOND, 10 * SECOND, 10 * SECOND)))
                .isFalse();
        assertThat(clock.admits(exact(EPOCH + 10 * SECOND, 10 * SECOND, 10 * SECOND)))
                .isTrue();
        ExchangeTime date = new ReplyTimes(EPOCH + 9 * SECOND, SECOND).between(at(10 * SECOND), at(10 * SECOND));
        assertThat(clock.admits(date)).isTrue();
        date = new ReplyTimes(EPOCH + 8 * SECOND, SECOND).between(at(10 * SECOND), at(10 * SECOND));
        assertThat(clock.admits(date)).isFalse();
    }

    @Nested
    class HeadersOfAReply {

        @Test
        void theExchangesOwnComeBeforeTheDate() {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                    .add("x-in-time", "1789456236000001")
                    .add("Date", "Thu, 01 Jan 2026 00:00:00 GMT");
            assertThat(ReplyTimes.of(headers)).contains(new ReplyTimes(EPOCH + 1_000, 0));
        }

        @Test
        void theDateIsTheFallback() {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Date", "Tue, 15 Sep 2026 06:30:36 GMT");
            assertThat(ReplyTimes.of(headers)).contains(new ReplyTimes(1_789_453_836L * SECOND, SECOND));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "soon",
                    "-1",
                    "1789456236",
                    "99999999999999999",
                    "20146744073709551", // in nanoseconds it wraps to 2023
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
            clock.believe(exact(EPOCH + 700 * MILLI, 0, 0));
            RequestTimestamp timestamp = clock.timestamp(at(0));
            assertThat(timestamp.text()).isEqualTo("1789456236");
            assertThat(timestamp.validFor()).isEqualTo(Duration.ofMillis(60_500));
        }

        @Test
        void backdatesWhereALifetimeIsAskedForAndTheClockIsKnown() {
            MeasuredClock clock = new MeasuredClock(Optional.of(Duration.ofSeconds(5)));
            assertThat(clock.timestamp(at(0)).validFor()).isEqualTo(Duration.ofSeconds(120));
            clock.believe(exact(EPOCH + 45 * MILLI, 0, 0));
            assertThat(clock.timestamp(at(0)))
                    .isEqualTo(new RequestTimestamp("1789456181.045", EPOCH + 45 * MILLI, Duration.ofMillis(5_500)));
            assertThat(clock.timestamp(at(2_100 * SECOND)).validFor()).isGreaterThan(Duration.ofSeconds(60));
        }

        @Test
        void stopsBackdatingOnceItWasRefused() {
            MeasuredClock clock = new MeasuredClock(Optional.of(Duration.ofSeconds(5)));
            clock.believe(exact(EPOCH, 0, 0));
            assertThat(clock.stopBackdating()).isTrue();
            assertThat(clock.stopBackdating()).isFalse();
            assertThat(clock.timestamp(at(0)).text()).isEqualTo("1789456236");
        }
    }

    private static ExchangeTime exact(long shown, long sent, long heard) {
        return new ReplyTimes(shown, 0).between(at(sent), at(heard));
    }

    /** Both clocks, on a machine that is never suspended. */
    private static ClockReading at(long nanos) {
        return new ClockReading(nanos, (EPOCH + nanos) / MILLI);
    }
}
