package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenewalScheduleTest {

    private static final long SECOND = 1_000_000_000;
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));

    private static ClockReading at(double seconds) {
        return new ClockReading((long) (seconds * SECOND), 0);
    }

    private static RequestHistory loose(Timeout... timeouts) {
        return new RequestHistory(Handover.of(List.of(timeouts).stream()
                .map(timeout -> new UnresolvedRequest(timeout, 60 * SECOND))
                .toList()));
    }

    private static RenewalSchedule schedule(RenewalPolicy policy, RequestHistory history, double firstPart) {
        return new RenewalSchedule(policy, history, firstPart, 7, at(0));
    }

    private static Attempt acknowledged(RequestHistory history, double sent, double heard) {
        Countdown countdown = Countdown.arm(Scope.all(), POLICY.timeout());
        Attempt attempt = history.sent(countdown, at(sent), POLICY.attemptDeadline());
        history.acknowledged(attempt, at(heard), Acknowledgement.of(countdown));
        return attempt;
    }

    @Test
    void isDueAtItsMomentAndNotBefore() {
        RenewalSchedule schedule = schedule(POLICY, loose(), 1);
        assertThat(schedule.isSendDue(at(1_000))).isFalse();
        schedule.send(at(1), 2 * SECOND);
        assertThat(schedule.untilSend(at(2))).isEqualTo(SECOND);
        assertThat(schedule.isSendDue(at(2.999))).isFalse();
        assertThat(schedule.isSendDue(at(3))).isTrue();
        schedule.sent(at(3));
        assertThat(schedule.isSendDue(at(1_000))).isFalse();
    }

    @Test
    void renewsAtItsPhaseFirstAndThenAtTheInterval() {
        RequestHistory history = loose();
        RenewalSchedule schedule = schedule(POLICY, history, 0.5);
        Attempt attempt = acknowledged(history, 0, 1);
        assertThat(schedule.untilRenewal(at(1), attempt)).isEqualTo((long) (2.75 * SECOND));
        assertThat(schedule.untilRenewal(at(1), attempt)).isEqualTo((long) (6.5 * SECOND));
        schedule.outOfStep();
        assertThat(schedule.untilRenewal(at(1), attempt)).isEqualTo((long) (2.75 * SECOND));
        assertThat(schedule.untilRenewal(at(9), attempt)).isZero();
    }

    @Test
    void renewsAtOnceButNoSoonerThanABackoffAfterTheLastSend() {
        RequestHistory history = loose();
        RenewalSchedule schedule = schedule(POLICY, history, 1);
        Attempt attempt = acknowledged(history, 0, 0.25);
        schedule.sent(at(0));
        schedule.renewAtOnce(true);
        assertThat(schedule.untilRenewal(at(0.25), attempt)).isEqualTo(SECOND * 3 / 4);
        assertThat(schedule.untilSpaced(at(5))).isZero();
        schedule.sent(at(5));
        assertThat(schedule.untilRenewal(at(5), attempt)).isEqualTo((long) (2.5 * SECOND));
    }

    @Test
    void sendsAreNoFurtherApartThanTheInterval() {
        RenewalPolicy fast = RenewalPolicy.forTimeout(Timeout.ofSeconds(30), Duration.ofMillis(300));
        assertThat(schedule(fast, loose(), 1).untilSpaced(at(0))).isEqualTo(SECOND * 3 / 10);
    }

    @Test
    void renewsAsSoonAsNoDisarmCanBeAppliedAfterIt() {
        RequestHistory history =
                new RequestHistory(Handover.of(List.of(new UnresolvedRequest(Timeout.DISARM, 3 * SECOND))));
        RenewalSchedule schedule = schedule(POLICY, history, 1);
        assertThat(schedule.untilRenewal(at(1), acknowledged(history, 0, 1))).isEqualTo(2 * SECOND);
    }

    @Test
    void keepsThePaceOfTheShortestTimeoutThatMayBeInForce() {
        assertThat(schedule(POLICY, loose(), 1).pace()).isEqualTo(POLICY);
        assertThat(schedule(POLICY, loose(Timeout.ofSeconds(60)), 1).pace()).isEqualTo(POLICY);
        assertThat(schedule(POLICY, loose(Timeout.MINIMUM, Timeout.ofSeconds(20)), 1)
                        .pace())
                .isEqualTo(RenewalPolicy.forTimeout(Timeout.MINIMUM));
    }

    @Test
    void aShorterTimeoutNeverSlowsItDown() {
        RenewalPolicy fast = RenewalPolicy.forTimeout(Timeout.ofSeconds(30), Duration.ofSeconds(1));
        assertThat(schedule(fast, loose(Timeout.MINIMUM), 1).pace())
                .isEqualTo(RenewalPolicy.forTimeout(Timeout.MINIMUM, Duration.ofSeconds(1)));
        assertThat(schedule(fast, loose(Timeout.ofSeconds(30)), 1).pace()).isEqualTo(fast);
    }

    @Test
    void anAttemptThatUsedUpItsDeadlineButForATwentiethIsRetriedAtOnce() {
        RequestHistory history = loose();
        RenewalSchedule schedule = schedule(POLICY, history, 1);
        Attempt attempt = history.sent(Countdown.disarm(Scope.all()), at(0), Duration.ofSeconds(3));
        assertThat(schedule.untilRetry(at(2.85), attempt, 1, Retry.NOW)).isZero();
        assertThat(schedule.untilRetry(at(2.849), attempt, 1, Retry.NOW)).isEqualTo(SECOND);
        assertThat(schedule.untilRetry(at(2.9), attempt, 1, Retry.after(Duration.ofSeconds(8))))
                .isEqualTo(8 * SECOND);
    }

    @Test
    void aCloseIsNotGivenUpBeforeThreeTries() {
        RenewalSchedule schedule = schedule(POLICY, loose(), 1);
        schedule.closeBegins(at(5));
        assertThat(schedule.untilCloseEnds(at(6))).isEqualTo(11 * SECOND);
        RenewalSchedule pending = schedule(POLICY, loose(Timeout.ofSeconds(30)), 1);
        assertThat(pending.untilCloseEnds(at(30))).isGreaterThan(61 * SECOND);
    }
}
