package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestHistoryTest {

    private static final long MILLI = 1_000_000;
    private static final Timeout THIRTY = Timeout.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final RequestHistory history = new RequestHistory(Handover.NONE);

    private static ClockReading at(long millis) {
        return new ClockReading(millis * MILLI, millis);
    }

    private Attempt send(Timeout timeout, long millis) {
        return history.sent(new Countdown(Scope.all(), timeout), at(millis), DEADLINE);
    }

    private boolean ack(Attempt attempt, long millis) {
        return acknowledged(attempt, at(millis), Acknowledgement.of(attempt.countdown()));
    }

    @Test
    void whatIsOnItsWayMayBeAppliedForTheLongestTimeAndTheDrift() {
        send(THIRTY, 1_000);
        assertThat(history.leftBehind().loose())
                .containsExactly(new UnresolvedRequest(THIRTY, 124_000 * MILLI + 61_500_000));
        assertThat(history.armsMayApplyFor(at(1_000))).contains(123_000 * MILLI + 61_500_000);
        assertThat(history.disarmsMayApplyFor(at(1_000))).isEmpty();
    }

    @Test
    void aFiringIsCertainOnceSomethingIsAcknowledgedAndNoDisarmIsLoose() {
        assertThat(history.isFiringCertain()).isTrue();
        Attempt first = send(THIRTY, 0);
        assertThat(history.isFiringCertain()).isFalse();
        ack(first, 10);
        assertThat(history.isFiringCertain()).isTrue();
        Attempt disarm = send(Timeout.DISARM, 20);
        assertThat(history.isFiringCertain()).isFalse();
        history.notApplied(disarm);
        assertThat(history.isFiringCertain()).isTrue();
    }

    @Test
    void anExchangeThatFiresLaterIsCertainToHaveFiredLater() {
        Attempt first = send(THIRTY, 0);
        ack(first, 10);
        long latest = history.window().orElseThrow().latest().orElseThrow();
        long settled = history.untilArmsSettled(at(20));
        RequestHistory late = new RequestHistory(Handover.NONE);
        late.firesWithin(Duration.ofSeconds(3));
        Attempt same = late.sent(first.countdown(), at(0), DEADLINE);
        AcknowledgedRequest request = new AcknowledgedRequest(at(0), at(10), Acknowledgement.of(first.countdown()));
        late.acknowledged(same, request);
        assertThat(late.window().orElseThrow().latest()).hasValue(latest + 2_001 * MILLI);
        assertThat(late.untilArmsSettled(at(20))).isEqualTo(settled + 2_001 * MILLI);
        assertThat(late.window().orElseThrow().claimNanos())
                .isEqualTo(history.window().orElseThrow().claimNanos());
    }

    @Test
    void aLateAcknowledgementIsNotTheNewestButStaysLooseUntilItWasHeard() {
        Attempt first = send(THIRTY, 0);
        Attempt second = send(THIRTY, 3_000);
        assertThat(ack(second, 3_100)).isTrue();
        assertThat(ack(first, 3_200)).isFalse();
        assertThat(history.leftBehind().loose())
                .containsExactly(
                        new UnresolvedRequest(THIRTY, 3_200 * MILLI), new UnresolvedRequest(THIRTY, 3_100 * MILLI));
        assertThat(history.newest().orElseThrow().sent()).isEqualTo(at(3_000));
    }

    @Test
    void aTriggerTimeBetweenSecondsShowsThatNoneIsCut() {
        Countdown countdown = Countdown.arm(Scope.all(), THIRTY);
        acknowledged(send(THIRTY, 0), at(1), Acknowledgement.of(countdown, Instant.ofEpochSecond(30)));
        assertThat(history.window().orElseThrow().claimNanos()).isEqualTo(28_985 * MILLI);
        acknowledged(send(THIRTY, 2), at(3), Acknowledgement.of(countdown, Instant.ofEpochMilli(30_001)));
        assertThat(history.window().orElseThrow().claimNanos()).isEqualTo(29_985 * MILLI);
        acknowledged(send(THIRTY, 1_000), at(1_001), Acknowledgement.of(countdown, Instant.ofEpochSecond(31)));
        assertThat(history.window().orElseThrow().claimNanos()).isEqualTo(29_985 * MILLI);
    }

    @Test
    void firesLaterThanAShorterRequestWouldMakeIt() {
        assertThat(history.firesLaterThan(Timeout.MINIMUM, at(0))).isFalse();
        ack(send(THIRTY, 0), 0);
        // It fires by 30 s and 1 s and their drift; a request for 5 s, by 6.003 s from now.
        long even = (31_015 * MILLI + 500_000) - (6_003 * MILLI);
        assertThat(history.firesLaterThan(Timeout.MINIMUM, new ClockReading(even - 1, 0)))
                .isTrue();
        assertThat(history.firesLaterThan(Timeout.MINIMUM, new ClockReading(even, 0)))
                .isFalse();
        send(Timeout.DISARM, 10);
        assertThat(history.firesLaterThan(Timeout.MINIMUM, new ClockReading(even, 0)))
                .isTrue();
    }

    @Test
    void armsAreSettledOnceNoneCanBePending() {
        assertThat(history.untilArmsSettled(at(0))).isZero();
        send(Timeout.DISARM, 0);
        assertThat(history.untilArmsSettled(at(0))).isZero();
        ack(send(THIRTY, 0), 100);
        assertThat(history.untilArmsSettled(at(100))).isEqualTo(31_015 * MILLI + 500_000);
        assertThat(history.untilArmsSettled(at(40_000))).isZero();
        send(Timeout.MINIMUM, 1_000);
        assertThat(history.untilArmsSettled(at(1_000))).isEqualTo(123_000 * MILLI + 61_500_000 + 6_003 * MILLI);
    }

    @Test
    void nothingIsSettledWhileADisarmCanBeAppliedLate() {
        send(Timeout.DISARM, 0);
        ack(send(Timeout.DISARM, 3_000), 3_100);
        assertThat(history.isDisarmCertain()).isTrue();
        assertThat(history.untilSettled(at(3_100))).isEqualTo((123_000 - 3_100) * MILLI + 61_500_000);
        assertThat(history.untilSettled(at(124_000))).isZero();
    }

    @Test
    void aDisarmIsCertainOnceNoArmIsLoose() {
        assertThat(history.isDisarmCertain()).isTrue();
        assertThat(history.isDisarmed()).isFalse();
        Attempt arm = send(THIRTY, 0);
        assertThat(history.isDisarmCertain()).isFalse();
        ack(send(Timeout.DISARM, 10), 20);
        assertThat(history.isDisarmed()).isTrue();
        assertThat(history.isDisarmCertain()).isFalse();
        history.notApplied(arm);
        assertThat(history.isDisarmCertain()).isTrue();
    }

    @Test
    void anUnknownOutcomeMayApplyForAsLongAsTheGatewaySays() {
        Attempt attempt = send(THIRTY, 0);
        history.unknown(attempt, Duration.ofSeconds(10));
        assertThat(history.leftBehind().loose()).containsExactly(new UnresolvedRequest(THIRTY, 10_005 * MILLI));
        Attempt another = send(THIRTY, 0);
        history.unknown(another, Duration.ofSeconds(600));
        assertThat(history.leftBehind().loose()).contains(new UnresolvedRequest(THIRTY, 600_300 * MILLI));
    }

    @Test
    void leavesBehindTheArmThatIsPendingButNoDisarmThatWasApplied() {
        ack(send(THIRTY, 0), 100);
        assertThat(history.leftBehind().loose()).containsExactly(new UnresolvedRequest(THIRTY, 100 * MILLI));
        ack(send(Timeout.DISARM, 200), 300);
        assertThat(history.leftBehind().loose()).isEmpty();
    }

    private boolean acknowledged(Attempt attempt, ClockReading heard, Acknowledgement acknowledgement) {
        return history.acknowledged(attempt, new AcknowledgedRequest(attempt.sent(), heard, acknowledgement));
    }

    /** Of an exchange whose clock shows so much more than ours. */
    private void ackAt(Attempt attempt, long heard, long applied) {
        Instant end = Instant.ofEpochMilli(applied).plusSeconds(30);
        acknowledged(attempt, at(heard), Acknowledgement.of(attempt.countdown(), end));
    }

    /** The first reply took 4.5 s, so that its trigger time and the next one seem to agree, whether it was stepped or not. */
    private Optional<Continuity> continuityOver(long step) {
        ackAt(send(THIRTY, 0), 2, 1);
        Attempt slow = send(THIRTY, 7_500);
        ackAt(slow, 12_000, 7_600);
        Attempt next = send(THIRTY, 37_510);
        history.measured(at(37_900), Instant.ofEpochMilli(37_905 + step), at(37_910));
        ackAt(next, 37_900, 37_511 + step);
        return history.continuity();
    }

    @Test
    void nothingIsProvenByTriggerTimesAcrossAStepOfTheExchangesClock() {
        assertThat(continuityOver(-3_000)).contains(Continuity.UNKNOWN);
    }

    @Test
    void aDeadlineMissedIsStillProvenByTriggerTimesOfOneClock() {
        ackAt(send(THIRTY, 0), 2, 1);
        ackAt(send(THIRTY, 7_500), 12_000, 10_000);
        Attempt next = send(THIRTY, 37_510);
        history.measured(at(37_900), Instant.ofEpochMilli(37_905), at(37_910));
        ackAt(next, 37_900, 37_511);
        assertThat(history.continuity()).contains(Continuity.UNBROKEN);
    }
}
