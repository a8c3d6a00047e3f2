package dev.countdown.domain;

import static dev.countdown.domain.Requests.EXCHANGE_START;
import static dev.countdown.domain.Requests.applied;
import static dev.countdown.domain.Requests.at;
import static dev.countdown.domain.Requests.silent;
import static dev.countdown.domain.Requests.withInTime;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The exchange's clock stands 5 ms ahead of ours in these tests: what is sent at 100 and applied at 107 took 2 ms there. */
class ClockEvidenceTest {

    private static final long AHEAD = 5;

    /** Sent at this millisecond, applied 2 ms later, heard 4 ms later. */
    private static AcknowledgedRequest honest(int timeout, long sent) {
        return applied(timeout, sent, sent + 4, sent + 2 + AHEAD);
    }

    /** The reply to the honest request of an older moment, for one that was sent later. */
    private static AcknowledgedRequest repeated(int timeout, long older, long sent) {
        return applied(timeout, sent, sent + 4, older + 2 + AHEAD);
    }

    private static ClockEvidence after(AcknowledgedRequest... believed) {
        ClockEvidence evidence = ClockEvidence.NONE;
        for (AcknowledgedRequest request : believed) {
            assertThat(evidence.fits(request)).isTrue();
            assertThat(evidence.isNews(request)).isTrue();
            evidence = evidence.with(request);
        }
        return evidence;
    }

    @Nested
    class AReply {

        @Test
        void thatIsHonestIsBelieved() {
            after(honest(30, 100), honest(30, 7_600), honest(5, 8_000), honest(30, 15_100));
        }

        @Test
        void thatIsTheFirstIsBelieved() {
            assertThat(ClockEvidence.NONE.fits(honest(30, 100))).isTrue();
        }

        @Test
        void thatLagsByMoreThanTheServersDifferDoesNotFit() {
            ClockEvidence evidence = after(honest(30, 101), honest(30, 7_601));
            assertThat(evidence.fits(repeated(30, 7_601, 15_101))).isFalse();
            assertThat(evidence.fits(repeated(30, 7_601, 7_601 + 520))).isFalse();
            assertThat(evidence.fits(repeated(30, 7_601, 7_601 + 501))).isTrue();
        }

        @Test
        void thatIsNewerThanItCanBeDoesNotFit() {
            ClockEvidence evidence = after(honest(30, 100), honest(30, 7_600));
            assertThat(evidence.fits(applied(30, 15_100, 15_104, 15_100 + 2 + AHEAD + 540)))
                    .isFalse();
        }

        @Test
        void thatWasHeardBeforeIsNoNews() {
            AcknowledgedRequest first = honest(30, 100);
            assertThat(after(first).isNews(first)).isFalse();
            assertThat(after(first).isNews(repeated(30, 100, 400))).isFalse();
            assertThat(after(first).isNews(honest(30, 101))).isTrue();
        }

        @Test
        void toAnotherTimeoutIsNoRepetition() {
            assertThat(after(honest(30, 100)).isNews(honest(5, 100))).isTrue();
        }

        @Test
        void withAnEarlierOrTheSameReceiveTimeIsNoNews() {
            AcknowledgedRequest first = withInTime(applied(30, 0, 4, 0), 2);
            ClockEvidence evidence = after(first);
            assertThat(evidence.isNews(withInTime(applied(30, 500, 504, 1_000), 2)))
                    .isFalse();
            // The trigger time is cut to one and the same second; the time of receipt tells the two apart.
            assertThat(evidence.isNews(withInTime(applied(30, 500, 504, 0), 502)))
                    .isTrue();
        }

        @Test
        void ofTheSameWholeSecondIsNewsOnlyWithinASecondAndClaimsNoMore() {
            AcknowledgedRequest first = applied(30, 100, 104, 0);
            AcknowledgedRequest second = applied(30, 900, 904, 0);
            assertThat(after(first).isNews(second)).isTrue();
            assertThat(after(first).isNews(applied(30, 1_103, 1_107, 0))).isTrue();
            assertThat(after(first).isNews(applied(30, 1_104, 1_108, 0))).isFalse();
            ClockEvidence both = after(first, second);
            // The trigger time is 30 s after the exchange's second began, at the earliest 900 ms before the first was
            // sent.
            assertThat(both.latest().orElseThrow().claimNanos(true)).isLessThanOrEqualTo(28_200_000_000L);
        }

        @Test
        void withoutAnyTimeIsForOurClocksAlone() {
            ClockEvidence evidence = after(honest(30, 100));
            assertThat(evidence.fits(silent(30, 7_600, 7_604))).isTrue();
            assertThat(evidence.isNews(silent(30, 7_600, 7_604))).isTrue();
        }

        @Test
        void withAReceiveTimeAloneIsJudgedByThat() {
            ClockEvidence evidence = after(honest(30, 100), withInTime(silent(30, 7_600, 7_604), 7_602 + AHEAD));
            assertThat(evidence.fits(withInTime(silent(30, 15_100, 15_104), 15_102 + AHEAD)))
                    .isTrue();
            assertThat(evidence.fits(withInTime(silent(30, 15_100, 15_104), 7_603 + AHEAD)))
                    .isFalse();
        }

        @Test
        void withATimeThatNoExchangeHasIsNeverBelieved() {
            for (Instant impossible : new Instant[] {
                Instant.MIN, Instant.MAX, Instant.EPOCH.minusMillis(1), Instant.parse("2200-01-01T00:00:00Z")
            }) {
                Acknowledgement trigger =
                        Acknowledgement.of(honest(30, 0).acknowledgement().countdown(), impossible);
                Acknowledgement received =
                        new Acknowledgement(trigger.countdown(), Optional.empty(), Optional.of(impossible));
                assertThat(ClockEvidence.NONE.fits(new AcknowledgedRequest(at(0), at(4), trigger)))
                        .isFalse();
                assertThat(ClockEvidence.NONE.fits(new AcknowledgedRequest(at(0), at(4), received)))
                        .isFalse();
            }
        }

        @Test
        void whoseTriggerTimeIsCutToSecondsIsBelievedThoughItSeemsOlder() {
            // Applied at 990 and at 8,490, named as if at 0 and at 8,000; then at 15,990.
            after(
                    applied(30, 988, 992, 0),
                    applied(30, 8_488, 8_492, 8_000),
                    applied(30, 15_988, 15_992, 15_000),
                    applied(30, 23_001, 23_005, 23_000));
        }

        /** After a step that hides in what the bounds have aged by, they are as narrow as before. */
        @Test
        void thatIsAheadOfTheBoundsCountsAlone() {
            AcknowledgedRequest stepped = applied(30, 1_007_600, 1_007_604, 1_007_602 + AHEAD + 1_800);
            ClockEvidence evidence = after(honest(30, 100), honest(30, 7_600), stepped);
            assertThat(evidence.fits(applied(30, 1_008_600, 1_008_604, 1_007_603 + AHEAD + 1_800)))
                    .isFalse();
            assertThat(evidence.fits(applied(30, 1_015_100, 1_015_104, 1_015_102 + AHEAD + 1_800)))
                    .isTrue();
        }

        @Test
        void ofAServerWhoseClockDiffersIsBelieved() {
            after(honest(30, 100), applied(30, 7_600, 7_604, 7_600 + 2 + AHEAD + 499), honest(30, 15_100));
            after(honest(30, 100), applied(30, 7_600, 7_604, 7_600 + 2 + AHEAD - 499), honest(30, 15_100));
        }
    }

    @Nested
    class AClaim {

        private long claim(AcknowledgedRequest... believed) {
            ClockEvidence evidence = after(believed);
            return evidence.latest().orElseThrow().claimNanos(false) / 1_000_000;
        }

        @Test
        void ofAnHonestReplyIsNoShorter() {
            assertThat(claim(honest(30, 101))).isEqualTo(30_000 - 15);
            assertThat(claim(honest(30, 101), honest(30, 7_601))).isEqualTo(30_000 - 15);
        }

        @Test
        void ofAReplyThatLagsInsideTheSlackEndsWithItsOwnTriggerTime() {
            // The reply to what was sent 400 ms before: guarded from then on, and not a moment longer.
            assertThat(claim(honest(30, 101), honest(30, 7_601), repeated(30, 14_701, 15_101)))
                    .isBetween(29_585L - 20, 29_585L);
        }

        @Test
        void doesNotGrowHoweverOftenAReplyInsideTheSlackComes() {
            ClockEvidence evidence = after(honest(30, 101), honest(30, 7_601));
            AcknowledgedRequest lagging = repeated(30, 14_701, 15_101);
            for (int i = 0; i < 1_000; i++) {
                evidence = evidence.with(lagging);
            }
            assertThat(evidence.latest().orElseThrow().claimNanos(false) / 1_000_000)
                    .isBetween(29_585L - 20, 29_585L);
        }
    }

    @Nested
    class AMeasurement {

        private final ClockEvidence evidence = after(honest(30, 100), honest(30, 7_600));

        private ClockEvidence measured(long millis, long ahead) {
            return evidence.measured(at(millis), EXCHANGE_START.plusMillis(millis + 2 + ahead), at(millis + 4));
        }

        @Test
        void thatAgreesLetsNoOldReplyPass() {
            assertThat(measured(15_200, AHEAD).fits(repeated(30, 7_600, 15_100)))
                    .isFalse();
            assertThat(measured(15_200, AHEAD).isNews(honest(30, 7_600))).isFalse();
            assertThat(measured(15_200, AHEAD).isNews(honest(30, 7_599))).isFalse();
        }

        @Test
        void ofTheFirstMomentIsWhatRepliesMustFit() {
            ClockEvidence first = ClockEvidence.NONE.measured(at(0), EXCHANGE_START.plusMillis(2 + AHEAD), at(4));
            assertThat(first.fits(honest(30, 7_600))).isTrue();
            assertThat(first.fits(repeated(30, 100, 7_600))).isFalse();
        }

        @Test
        void ofAnotherClockTakesTheTimesOffWhatCameBefore() {
            ClockEvidence told = measured(15_200, AHEAD + 10_000);
            AcknowledgedRequest before = honest(30, 15_195);
            assertThat(told.comparable(before)).isEqualTo(silent(30, 15_195, 15_199));
            AcknowledgedRequest after = applied(30, 15_196, 15_200, 0);
            assertThat(told.comparable(after)).isSameAs(after);
            assertThat(evidence.comparable(before)).isSameAs(before);
            assertThat(measured(15_200, AHEAD).comparable(before)).isSameAs(before);
        }

        @Test
        void tellsAStepOfTheExchangesClockFromAnOldReply() {
            for (long step : new long[] {-600_000, -10_000, 10_000, 600_000}) {
                AcknowledgedRequest stepped = applied(30, 15_100, 15_104, 15_100 + 2 + AHEAD + step);
                assertThat(evidence.fits(stepped)).isFalse();
                ClockEvidence told = measured(15_200, AHEAD + step);
                assertThat(told.fits(stepped)).isTrue();
                assertThat(told.isNews(stepped)).isTrue();
                assertThat(told.fits(repeated(30, 7_600, 15_100))).isFalse();
            }
        }

        @Test
        void ofAClockThatWasSteppedBackLetsTheLastReplyBeforeNotPassAgain() {
            ClockEvidence told = measured(7_700, AHEAD - 10_000);
            // The exchange's clock shows once more what it showed as the last reply was made.
            AcknowledgedRequest repeated = applied(30, 17_600, 17_604, 7_602 + AHEAD);
            assertThat(told.fits(repeated)).isTrue();
            assertThat(told.isNews(repeated)).isFalse();
            assertThat(told.isNews(applied(30, 17_601, 17_605, 7_603 + AHEAD))).isTrue();
            ClockEvidence twice =
                    told.measured(at(7_800), EXCHANGE_START.plusMillis(7_802 + AHEAD - 20_000), at(7_804));
            assertThat(twice.isNews(repeated)).isFalse();
        }

        @Test
        void ofAnotherClockLeavesRepliesWithoutTimesToOurClocks() {
            AcknowledgedRequest silent = silent(30, 7_620, 7_624);
            ClockEvidence told = after(honest(30, 100), silent)
                    .measured(at(7_700), EXCHANGE_START.plusMillis(7_702 + AHEAD - 10_000), at(7_704));
            assertThat(told.isNews(silent(30, 8_000, 8_004))).isTrue();
        }

        @Test
        void ofAnotherClockLetsNoReceiveTimePassAgain() {
            AcknowledgedRequest received = withInTime(silent(30, 7_600, 7_604), 7_602 + AHEAD);
            ClockEvidence told = after(honest(30, 100), received)
                    .measured(at(7_700), EXCHANGE_START.plusMillis(7_702 + AHEAD - 10_000), at(7_704));
            AcknowledgedRequest repeated = withInTime(silent(30, 17_600, 17_604), 7_602 + AHEAD);
            assertThat(told.fits(repeated)).isTrue();
            assertThat(told.isNews(repeated)).isFalse();
        }

        @Test
        void thatIsNoTimeOfAnExchangeIsNone() {
            assertThat(evidence.measured(at(15_200), Instant.MAX, at(15_204))).isSameAs(evidence);
        }
    }

    @Nested
    class Suspended {

        /** Asleep from 7,604 to 47,604: our monotonic clock stood still, the wall clock and the exchange's went on. */
        private AcknowledgedRequest afterSleep(long applied) {
            return new AcknowledgedRequest(
                    new ClockReading(15_100_000_000L, 55_100),
                    new ClockReading(15_104_000_000L, 55_104),
                    applied(30, 0, 0, applied).acknowledgement());
        }

        @Test
        void aReplyAfterwardsIsBelievedAndAnOldOneIsNot() {
            ClockEvidence evidence = after(honest(30, 100), honest(30, 7_600));
            assertThat(evidence.fits(afterSleep(55_102 + AHEAD))).isTrue();
            assertThat(evidence.fits(afterSleep(7_602 + AHEAD))).isFalse();
        }

        @Test
        void anOldReplyFromBeforeCanPassUntilTheTimeIsMeasured() {
            ClockEvidence evidence = after(honest(30, 100), honest(30, 7_600));
            AcknowledgedRequest old = new AcknowledgedRequest(
                    new ClockReading(7_800_000_000L, 47_800),
                    new ClockReading(7_804_000_000L, 47_804),
                    applied(30, 0, 0, 7_700 + AHEAD).acknowledgement());
            assertThat(evidence.isShaken(old.heard())).isTrue();
            assertThat(evidence.fits(old)).isTrue();
            ClockEvidence told = evidence.measured(old.sent(), EXCHANGE_START.plusMillis(47_802 + AHEAD), old.heard());
            assertThat(told.isShaken(old.heard())).isFalse();
            assertThat(told.fits(old)).isFalse();
        }

        /** Our wall clock was stepped forward, and the answer took 3 s: what was known before still rules an old reply out. */
        @Test
        void aSlowMeasurementAfterwardsLetsNoOldReplyPass() {
            ClockEvidence told = after(honest(30, 100), honest(30, 7_600))
                    .measured(
                            new ClockReading(15_100_000_000L, 25_100),
                            EXCHANGE_START.plusMillis(15_102 + AHEAD),
                            new ClockReading(18_100_000_000L, 28_100));
            AcknowledgedRequest old = new AcknowledgedRequest(
                    new ClockReading(18_500_000_000L, 28_500),
                    new ClockReading(18_504_000_000L, 28_504),
                    honest(30, 15_100).acknowledgement());
            assertThat(told.fits(old)).isFalse();
        }

        @Test
        void aStepOfOurWallClockBackwardsChangesNothing() {
            ClockEvidence evidence = after(honest(30, 100), honest(30, 7_600));
            AcknowledgedRequest stepped = new AcknowledgedRequest(
                    new ClockReading(15_100_000_000L, -600_000),
                    new ClockReading(15_104_000_000L, -599_996),
                    honest(30, 15_100).acknowledgement());
            assertThat(evidence.fits(stepped)).isTrue();
        }
    }

    @Test
    void boundsAgeByDrift() {
        ClockEvidence evidence = after(honest(30, 100));
        long hour = Duration.ofHours(1).toMillis();
        assertThat(evidence.fits(applied(30, hour, hour + 4, hour + 2 + AHEAD + 5_800)))
                .isTrue();
        assertThat(evidence.fits(applied(30, hour, hour + 4, hour + 2 + AHEAD + 6_000)))
                .isFalse();
    }
}
