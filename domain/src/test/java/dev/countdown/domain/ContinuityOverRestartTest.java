package dev.countdown.domain;

import static dev.countdown.domain.Continuity.UNBROKEN;
import static dev.countdown.domain.Continuity.UNKNOWN;
import static dev.countdown.domain.Requests.applied;
import static dev.countdown.domain.Requests.loose;
import static dev.countdown.domain.Requests.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moments count from one start on both clocks; the recorded request was applied at 1 s and ends at 11 s. */
class ContinuityOverRestartTest {

    private static final Timeout TEN = Timeout.ofSeconds(10);

    private static Instant end(int seconds) {
        return Requests.EXCHANGE_START.plusSeconds(seconds);
    }

    private static RecordedAcknowledgement sentAt(long wallMillis) {
        return new RecordedAcknowledgement(TEN, end(11), wallMillis, false);
    }

    private static Continuity verdict(
            RecordedAcknowledgement recorded, AcknowledgedRequest next, UnresolvedRequest... loose) {
        return Continuity.overRestart(recorded, next, List.of(loose));
    }

    /** Our monotonic clock began somewhere else; the wall clock shows what it did. */
    private static AcknowledgedRequest next(int timeout, long heardMillis, long appliedMillis) {
        AcknowledgedRequest shown = applied(timeout, heardMillis - 10, heardMillis, appliedMillis);
        return new AcknowledgedRequest(
                new ClockReading(0, heardMillis - 10),
                new ClockReading(10_000_000, heardMillis),
                shown.acknowledgement());
    }

    @Test
    void theExchangesClockProvesItUpToTheResolution() {
        assertThat(verdict(sentAt(990), next(10, 10_000, 10_000))).isEqualTo(UNBROKEN);
        assertThat(verdict(sentAt(990), next(10, 10_002, 10_001))).isEqualTo(UNKNOWN);
    }

    @Test
    void neverIsAFiringProven() {
        assertThat(verdict(sentAt(990), next(10, 900_000, 900_000))).isEqualTo(UNKNOWN);
    }

    @Test
    void aShorterRequestOfEitherProcessMayHaveFired() {
        assertThat(verdict(sentAt(990), next(10, 5_000, 5_000), loose(9, 60_000)))
                .isEqualTo(UNKNOWN);
        assertThat(verdict(sentAt(990), next(10, 5_000, 5_000), loose(0, 60_000)))
                .isEqualTo(UNKNOWN);
        assertThat(verdict(sentAt(990), next(10, 5_000, 5_000), loose(10, 60_000), loose(30, 60_000)))
                .isEqualTo(UNBROKEN);
    }

    @Test
    void aStepBackOfTheExchangesClockProvesNothing() {
        assertThat(verdict(sentAt(990), next(10, 30_000, 5_000))).isEqualTo(UNKNOWN);
        assertThat(verdict(sentAt(990), next(10, 2_000, 0))).isEqualTo(UNBROKEN);
        assertThat(verdict(new RecordedAcknowledgement(TEN, end(12), 990, false), next(10, 2_000, 0)))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void ourWallClockMustAgreeThatTheTimeoutIsNotOver() {
        assertThat(verdict(sentAt(990), next(10, 990 + 9_993, 5_000))).isEqualTo(UNBROKEN);
        assertThat(verdict(sentAt(990), next(10, 990 + 9_994, 5_000))).isEqualTo(UNKNOWN);
    }

    @Test
    void theWallClockOfAnotherHostMayBeBehind() {
        assertThat(verdict(sentAt(990_000), next(10, 5_000, 5_000))).isEqualTo(UNBROKEN);
    }

    @Test
    void whereDeadlinesMayBeCutTheWallClockHasASecondLess() {
        RecordedAcknowledgement cut = new RecordedAcknowledgement(TEN, end(11), 990, true);
        assertThat(verdict(cut, next(10, 990 + 8_993, 5_000))).isEqualTo(UNBROKEN);
        assertThat(verdict(cut, next(10, 990 + 8_994, 5_000))).isEqualTo(UNKNOWN);
    }

    @Test
    void aReplyWithoutTriggerTimeProvesNothing() {
        assertThat(verdict(sentAt(990), silent(10, 4_900, 5_000))).isEqualTo(UNKNOWN);
        assertThat(verdict(sentAt(990), silent(0, 4_900, 5_000))).isEqualTo(UNKNOWN);
    }

    @Test
    void aLongerTimeoutIsComparedByItsOwnApplication() {
        assertThat(verdict(sentAt(990), next(60, 5_000, 5_000))).isEqualTo(UNBROKEN);
        assertThat(verdict(sentAt(990), next(60, 10_500, 10_500))).isEqualTo(UNKNOWN);
    }

    @Test
    void aRecordThatCannotBeTrueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedAcknowledgement(Timeout.DISARM, end(11), 0, false))
                .withMessage("recorded timeout must be at least 5 seconds: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedAcknowledgement(TEN, Instant.MIN, 0, false))
                .withMessageStartingWith("recorded trigger time must be from 1970 to 2199: ");
    }
}
