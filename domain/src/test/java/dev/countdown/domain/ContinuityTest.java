package dev.countdown.domain;

import static dev.countdown.domain.Continuity.BROKEN;
import static dev.countdown.domain.Continuity.UNBROKEN;
import static dev.countdown.domain.Continuity.UNKNOWN;
import static dev.countdown.domain.Requests.applied;
import static dev.countdown.domain.Requests.loose;
import static dev.countdown.domain.Requests.nanos;
import static dev.countdown.domain.Requests.silent;
import static dev.countdown.domain.Requests.withInTime;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContinuityTest {

    private static final AcknowledgedRequest SILENT = silent(10, 0, 100);

    /** Applied at 50 ms of the exchange's clock: its deadline is 10.05 s. */
    private static final AcknowledgedRequest DATED = applied(10, 0, 100, 50);

    private static Continuity between(
            AcknowledgedRequest previous, AcknowledgedRequest next, UnresolvedRequest... loose) {
        return Continuity.between(previous, next, List.of(loose), false);
    }

    @Nested
    class ByOurClocks {
        @Test
        void aReplyBeforeTheClaimEndsProvesIt() {
            assertThat(between(SILENT, silent(10, 9_000, 9_993))).isEqualTo(UNBROKEN);
        }

        @Test
        void aReplyAtTheEndProvesNothing() {
            assertThat(between(SILENT, silent(10, 9_000, 9_994))).isEqualTo(UNKNOWN);
        }

        @Test
        void aSecondEarlierWhileDeadlinesMayBeCut() {
            assertThat(Continuity.between(SILENT, silent(10, 8_000, 8_993), List.of(), true))
                    .isEqualTo(UNBROKEN);
            assertThat(Continuity.between(SILENT, silent(10, 8_000, 8_994), List.of(), true))
                    .isEqualTo(UNKNOWN);
        }

        @Test
        void aSuspendInBetweenProvesNothing() {
            AcknowledgedRequest after = new AcknowledgedRequest(
                    new ClockReading(nanos(1_000), 15_000),
                    new ClockReading(nanos(1_100), 15_100),
                    silent(10, 0, 0).acknowledgement());
            assertThat(between(SILENT, after)).isEqualTo(UNKNOWN);
        }

        @Test
        void aShorterLooseRequestMayHaveFiredInBetween() {
            assertThat(between(SILENT, silent(10, 9_000, 9_100), loose(9, 60_000)))
                    .isEqualTo(UNKNOWN);
            assertThat(between(SILENT, silent(10, 9_000, 9_100), loose(10, 60_000), loose(30, 60_000)))
                    .isEqualTo(UNBROKEN);
        }

        @Test
        void aShorterLooseRequestCannotFireBeforeItsOwnTimeoutIsOver() {
            assertThat(between(SILENT, silent(10, 4_900, 4_996), loose(5, 60_000)))
                    .isEqualTo(UNBROKEN);
            assertThat(between(SILENT, silent(10, 4_900, 4_998), loose(5, 60_000)))
                    .isEqualTo(UNKNOWN);
            assertThat(between(SILENT, silent(10, 0, 1), loose(0, 60_000))).isEqualTo(UNKNOWN);
        }

        @Test
        void overlappingRequestsAreProvenUnbrokenUntilTheShorterOfTheTwoIsOver() {
            assertThat(between(SILENT, silent(10, 99, 9_993))).isEqualTo(UNBROKEN);
            assertThat(between(SILENT, silent(10, 99, 9_994))).isEqualTo(UNKNOWN);
            assertThat(between(SILENT, silent(5, 99, 4_996))).isEqualTo(UNBROKEN);
            assertThat(between(SILENT, silent(5, 99, 4_998))).isEqualTo(UNKNOWN);
            assertThat(between(SILENT, silent(5, 100, 4_998))).isEqualTo(UNBROKEN);
        }

        @Test
        void theExchangesClockProvesNothingOfOverlappingRequests() {
            AcknowledgedRequest slow = applied(5, 0, 2_000, 50);
            assertThat(between(slow, applied(5, 1_999, 5_500, 4_000))).isEqualTo(UNKNOWN);
            assertThat(between(slow, applied(5, 2_000, 5_500, 4_000))).isEqualTo(UNBROKEN);
        }

        @Test
        void aDisarmOnEitherSideProvesNothing() {
            assertThat(between(silent(0, 0, 100), silent(10, 200, 300))).isEqualTo(UNKNOWN);
            assertThat(between(SILENT, silent(0, 200, 300))).isEqualTo(UNKNOWN);
        }
    }

    @Nested
    class ByTheExchangesClock {
        @Test
        void appliedASecondBeforeTheDeadlineProvesIt() {
            assertThat(between(DATED, applied(10, 9_000, 12_000, 9_050))).isEqualTo(UNBROKEN);
            assertThat(between(DATED, applied(10, 9_000, 12_000, 9_051))).isEqualTo(UNKNOWN);
        }

        @Test
        void appliedWellAfterTheDeadlineProvesAFiring() {
            assertThat(between(DATED, applied(10, 11_000, 14_000, 12_050))).isEqualTo(UNKNOWN);
            assertThat(between(DATED, applied(10, 11_000, 14_000, 12_051))).isEqualTo(BROKEN);
        }

        @Test
        void anythingLooseMayHavePreventedTheFiring() {
            assertThat(between(DATED, applied(10, 11_000, 14_000, 12_051), loose(30, 60_000)))
                    .isEqualTo(UNKNOWN);
            assertThat(between(DATED, applied(10, 11_000, 14_000, 12_051), loose(5, 60_000)))
                    .isEqualTo(UNKNOWN);
        }

        @Test
        void aShorterLooseRequestProvesNothingEither() {
            assertThat(between(DATED, applied(10, 9_000, 12_000, 9_050), loose(9, 60_000)))
                    .isEqualTo(UNKNOWN);
            assertThat(between(DATED, applied(10, 9_000, 12_000, 9_050), loose(10, 60_000)))
                    .isEqualTo(UNBROKEN);
        }

        @Test
        void withoutATriggerTimeNothingIsProven() {
            assertThat(between(SILENT, applied(10, 9_000, 12_000, 9_000))).isEqualTo(UNKNOWN);
            assertThat(between(DATED, silent(10, 9_000, 12_000))).isEqualTo(UNKNOWN);
        }
    }

    @Nested
    class AClockThatIsNotBelieved {
        @Test
        void runsSlowerThanOurs() {
            // Sent 8.9 s after the first reply: 7.89555 s is a second and 500 ppm less.
            assertThat(between(DATED, applied(10, 9_000, 12_000, 50 + 7_895))).isEqualTo(UNKNOWN);
            assertThat(between(DATED, applied(10, 9_000, 12_000, 50 + 7_896))).isEqualTo(UNBROKEN);
            // Sent 7 s after it: 5.9965 s.
            assertThat(between(DATED, applied(10, 7_100, 12_000, 50 + 5_996))).isEqualTo(UNKNOWN);
            assertThat(between(DATED, applied(10, 7_100, 12_000, 50 + 5_997))).isEqualTo(UNBROKEN);
        }

        @Test
        void runsFasterThanOurs() {
            // Heard 14 s after the first send: 15.007 s is a second and 500 ppm more.
            assertThat(between(DATED, applied(10, 13_000, 14_000, 50 + 15_007))).isEqualTo(BROKEN);
            assertThat(between(DATED, applied(10, 13_000, 14_000, 50 + 15_008))).isEqualTo(UNKNOWN);
        }

        @Test
        void mayHaveBeenSteppedWhileAReplyTookLongerThanFiveSeconds() {
            // The wall clock is cut to milliseconds.
            assertThat(between(DATED, applied(10, 9_000, 13_999, 9_050))).isEqualTo(UNBROKEN);
            assertThat(between(DATED, applied(10, 9_000, 14_000, 9_050))).isEqualTo(UNKNOWN);
            assertThat(between(DATED, applied(10, 11_000, 15_999, 12_051))).isEqualTo(BROKEN);
            assertThat(between(DATED, applied(10, 11_000, 16_000, 12_051))).isEqualTo(UNKNOWN);
            assertThat(between(applied(10, 0, 5_001, 50), applied(10, 9_000, 12_000, 9_050)))
                    .isEqualTo(UNKNOWN);
        }

        @Test
        void mayHaveBeenSteppedInASuspendBeforeTheReply() {
            AcknowledgedRequest quick = applied(10, 9_000, 12_000, 9_050);
            AcknowledgedRequest suspended = new AcknowledgedRequest(
                    quick.sent(),
                    new ClockReading(
                            quick.heard().monotonicNanos(), quick.heard().wallMillis() + 3_000),
                    quick.acknowledgement());
            assertThat(between(DATED, suspended)).isEqualTo(UNKNOWN);
        }

        @Test
        void contradictsItsOwnTimeOfReceipt() {
            AcknowledgedRequest next = applied(10, 9_000, 12_000, 9_050);
            assertThat(between(DATED, withInTime(next, 8_050))).isEqualTo(UNBROKEN);
            assertThat(between(DATED, withInTime(next, 8_049))).isEqualTo(UNKNOWN);
            assertThat(between(DATED, withInTime(next, 10_051))).isEqualTo(UNKNOWN);
            assertThat(between(withInTime(DATED, 1_051), next)).isEqualTo(UNKNOWN);
            assertThat(between(withInTime(DATED, 1_050), next)).isEqualTo(UNBROKEN);
        }
    }
}
