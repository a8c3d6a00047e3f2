package dev.countdown.application.machine;

import static dev.countdown.application.KeeperState.ARMED;
import static dev.countdown.application.KeeperState.ARMING;
import static dev.countdown.application.KeeperState.AT_RISK;
import static dev.countdown.application.KeeperState.CLOSED;
import static dev.countdown.application.KeeperState.DISARMING;
import static dev.countdown.application.KeeperState.EXPIRING;
import static dev.countdown.application.KeeperState.FIRED;
import static dev.countdown.application.KeeperState.IDLE;
import static dev.countdown.application.KeeperState.LAPSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.application.Outcome.NotApplied;
import dev.countdown.application.Outcome.Unknown;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Unknown LOST = new Unknown("lost", Duration.ofSeconds(63));
    private static final NotApplied FAILED = NotApplied.notSent("refused connection");

    /** Armed at T = 30 s with the first renewal due 7.5 s after the send. */
    private static Driver armed() {
        return Driver.started(30).pass(100).ack();
    }

    private static RenewalPolicy expiringSoon() {
        return RenewalPolicy.forTimeout(Timeout.ofSeconds(30)).withOnDead(OnDead.EXPIRE_SOON);
    }

    /** With T = 5 s an attempt has 750 ms, which a cold process or a loaded machine may need for itself. */
    @Nested
    class BeforeAnythingIsAcknowledged {

        private final RenewalPolicy brief = RenewalPolicy.forTimeout(Timeout.ofSeconds(5));

        private static Duration lastDeadline(Driver driver) {
            return driver.lastSend().deadline().span();
        }

        @Test
        void anAttemptMayHaveMoreTime() {
            Driver driver = Driver.cold(brief, Handover.NONE);
            assertThat(lastDeadline(driver)).hasSeconds(3);
            driver.pass(2_999);
            assertThat(driver.sends).hasSize(1);
            driver.pass(1);
            assertThat(driver.sends).hasSize(2);
            assertThat(lastDeadline(driver)).hasSeconds(3);
        }

        @Test
        void afterItTheUsualDeadlineHolds() {
            Driver driver = Driver.cold(brief, Handover.NONE).pass(2_000).ack().pass(5_000);
            assertThat(driver.sends).hasSizeGreaterThan(1);
            assertThat(lastDeadline(driver)).hasMillis(750);
        }

        @Test
        void aPolicyMayAllowMore() {
            Duration second = Duration.ofSeconds(1);
            RenewalPolicy slow = RenewalPolicy.builder(Timeout.ofSeconds(60))
                    .interval(second.multipliedBy(10))
                    .attemptDeadline(second.multipliedBy(5))
                    .backoff(second)
                    .build();
            assertThat(lastDeadline(Driver.cold(slow, Handover.NONE))).hasSeconds(5);
        }

        @Test
        void aSuccessorHasWhatItInheritedAtStake() {
            assertThat(lastDeadline(Driver.cold(brief, armed().heartbeat.leftBehind())))
                    .hasMillis(750);
        }

        @Test
        void aCloseHasTheUsualDeadlineToo() {
            Driver driver = Driver.cold(brief, Handover.NONE).pass(100);
            driver.close(CloseMode.DISARM);
            driver.reply(driver.lastSend(), LOST).pass(5_000);
            assertThat(driver.sends).hasSizeGreaterThan(1);
            assertThat(lastDeadline(driver)).hasMillis(750);
        }
    }

    @Nested
    class Guarding {

        @Test
        void isIdleUntilStarted() {
            Driver driver = new Driver(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
            assertThat(driver.state()).isEqualTo(IDLE);
            assertThat(driver.wakeAfter()).isEmpty();
        }

        @Test
        void armsAtOnceAndIsArmedByTheFirstAcknowledgement() {
            Driver driver = Driver.started(30);
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.state()).isEqualTo(ARMING);
            driver.pass(100).ack();
            assertThat(driver.state()).isEqualTo(ARMED);
            assertThat(driver.mayQuote()).isTrue();
            assertThat(driver.names()).containsExactly("arming", "armed");
        }

        @Test
        void countsTheClaimFromTheSendLessDriftAndWholeSeconds() {
            assertThat(armed().protection().protectedFor()).isEqualTo(Duration.ofMillis(30_000 - 15 - 1_000 - 100 - 1));
        }

        @Test
        void renewsAtTheIntervalFromTheSend() {
            Driver driver = armed().pass(7_399);
            assertThat(driver.sends).hasSize(1);
            driver.pass(1);
            assertThat(driver.sends).hasSize(2);
            driver.pass(50).ack();
            assertThat(driver.names()).containsExactly("arming", "armed", "renewed");
        }

        /** Acknowledged at once, and due to renew first after half of its interval of 7.5 s. */
        private Driver oneOfMany() {
            return Driver.startedWithFirstPart(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)), 0.5)
                    .ack();
        }

        private void assertSendsAfter(long millis, int sends, Driver driver) {
            driver.pass(millis - 1);
            assertThat(driver.sends).hasSize(sends - 1);
            driver.pass(1);
            assertThat(driver.sends).hasSize(sends);
        }

        @Test
        void oneOfManyKeepsItsPhaseAfterALateSendSoThatNoHoldUpMakesThemGoTogether() {
            Driver driver = oneOfMany().pass(3_749);
            assertThat(driver.sends).hasSize(1);
            driver.pause(1_001).beat().ack();
            assertSendsAfter(6_500, 3, driver);
        }

        @Test
        void oneOfManyThatWasVeryLateRenewsNoSoonerThanHalfAnInterval() {
            assertSendsAfter(3_750, 3, oneOfMany().pause(20_000).beat().ack());
        }

        @Test
        void oneOfManyGoesBackToItsPhaseAfterASuspendThatAllOfThemSaw() {
            assertSendsAfter(
                    3_750, 3, oneOfMany().pass(1_000).suspend(5_000).beat().ack());
        }

        @Test
        void isAtRiskOneAttemptBeforeTheEndOfTheClaimIfItsThreadNeverRuns() {
            Driver driver = armed().pause(25_884);
            assertThat(driver.state()).isEqualTo(ARMED);
            driver.pause(1);
            assertThat(driver.state()).isEqualTo(AT_RISK);
            assertThat(driver.mayQuote()).isFalse();
        }

        @Test
        void isArmedToTheEndOfTheClaimWhileAnAttemptIsOnTime() {
            Driver driver = armed().pause(25_884).beat().pause(2_999);
            assertThat(driver.state()).isEqualTo(ARMED);
            driver.pause(1);
            assertThat(driver.state()).isEqualTo(AT_RISK);
            assertThat(driver.mayQuote()).isFalse();
        }

        @Test
        void hasCertainlyFiredAfterTheTimeoutAndTheGranularity() {
            Driver driver = armed().pause(31_014);
            assertThat(driver.state()).isEqualTo(AT_RISK);
            driver.pause(2);
            assertThat(driver.state()).isEqualTo(FIRED);
        }

        @Test
        void aSuspendShortensTheClaim() {
            Driver driver = armed().suspend(29_000);
            assertThat(driver.mayQuote()).isFalse();
            driver.beat();
            assertThat(driver.names()).containsExactly("arming", "armed", "at_risk");
            assertThat(driver.sends).hasSize(1);
            driver.pass(900);
            assertThat(driver.sends).hasSize(2);
        }

        @Test
        void aSuspendDuringAnAttemptIsFollowedByARenewal() {
            Driver driver = armed().pass(7_400).suspend(5_000);
            driver.pass(100).ack().pass(899);
            assertThat(driver.sends).hasSize(2);
            driver.pass(1);
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        void aReplyForAnotherScopeIsNoAcknowledgement() {
            Driver driver = Driver.started(30);
            driver.reply(
                    driver.lastSend(),
                    new Outcome.Applied(Acknowledgement.of(Countdown.arm(Scope.all(), Timeout.ofSeconds(30)))));
            assertThat(driver.state()).isEqualTo(ARMING);
            assertThat(driver.names()).containsExactly("arming", "unknown");
        }
    }

    @Nested
    class Failing {

        @Test
        void aSilentAttemptIsUnknownAtItsDeadlineAndTheNextStartsAtOnce() {
            Driver driver = armed().pass(7_400 + 2_999);
            assertThat(driver.sends).hasSize(2);
            driver.pass(1);
            assertThat(driver.sends).hasSize(3);
            assertThat(driver.names()).endsWith("unknown");
        }

        @Test
        void aLateReplyStillCounts() {
            Driver driver = armed().pass(7_400 + 3_000);
            driver.ack(driver.sends.get(1));
            assertThat(driver.names()).endsWith("unknown", "renewed");
            assertThat(driver.protection().consecutiveFailures()).isZero();
        }

        @Test
        void aLateReplyToTheFirstAttemptAndOneToTheSecondAreNoLapse() {
            Driver driver = Driver.started(30).pass(3_200);
            driver.ack(driver.sends.get(0)).pass(100).ack(driver.sends.get(1));
            assertThat(driver.names()).containsExactly("arming", "unknown", "armed", "renewed");
        }

        @Test
        void aLateRefusalEndsNoAttemptAndCountsNoFailure() {
            Driver driver = armed().pass(7_400 + 3_100);
            driver.reply(driver.sends.get(1), FAILED);
            assertThat(driver.names()).endsWith("unknown");
            assertThat(driver.protection().consecutiveFailures()).isEqualTo(1);
            driver.pass(2_900);
            assertThat(driver.sends).hasSize(4);
        }

        @Test
        void aReplyThatCameAfterItsRequestCouldApplyIsALapse() {
            Driver driver = Driver.started(30);
            driver.suspend(1).pass(100).ackNow(driver.lastSend()).pass(7_400).pause(200_000);
            driver.beat();
            assertThat(driver.names()).endsWith("fired", "unknown");
            Attempt second = driver.sends.get(1);
            driver.reply(
                    second,
                    new Outcome.Applied(Acknowledgement.of(
                            second.countdown(),
                            Instant.ofEpochMilli(second.sent().wallMillis() + 30_010))));
            assertThat(driver.names()).endsWith("lapsed");
        }

        @Test
        void overlappingRepliesAreALapseOnceTheyTakeLongerThanTheTimeout() {
            Driver driver = Driver.started(30).pass(3_200);
            driver.pause(28_000).ack(driver.sends.get(0)).pause(100).ack(driver.sends.get(1));
            assertThat(driver.names()).endsWith("lapsed");
        }

        @Test
        void aQuickFailureIsRetriedAfterTheBackoff() {
            Driver driver = armed().pass(7_400);
            driver.reply(driver.lastSend(), FAILED).pass(999);
            assertThat(driver.sends).hasSize(2);
            driver.pass(1);
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        void aThrottledAttemptWaitsForTheResetButNotPastTheClaim() {
            Driver driver = armed().pass(7_400);
            NotApplied throttled = new NotApplied("TOO_MANY_REQUESTS", "", Retry.after(Duration.ofSeconds(40)));
            driver.reply(driver.lastSend(), throttled).pass(18_000);
            assertThat(driver.sends).hasSize(2);
            driver.pass(1_000);
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        @SuppressWarnings("NullAway") // something makes a step throw half-way through
        void aStepThatThrewDoesNotEndTheRenewals() {
            Driver driver = armed().pass(7_400);
            Attempt last = driver.lastSend();
            Attempt broken = new Attempt(
                    last.id(), last.countdown(), last.sent(), null, last.base(), last.looseBefore(), last.permit());
            assertThatThrownBy(() -> driver.reply(broken, new Outcome.Unknown("lost", Duration.ofSeconds(1))))
                    .isInstanceOf(NullPointerException.class);
            driver.pass(1_000);
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        void aFailureWithTooLittleTimeLeftIsARisk() {
            Driver driver = armed().pause(27_000).beat();
            assertThat(driver.state()).isEqualTo(AT_RISK);
            driver.reply(driver.lastSend(), FAILED);
            assertThat(driver.names()).containsExactly("arming", "armed", "at_risk", "failed");
            driver.pass(1_000).ack();
            assertThat(driver.names()).endsWith("renewed", "recovered");
        }

        @Test
        void aRiskSaysHowLongTheClaimLastsOrSinceWhenItIsOver() {
            assertThat(armed().pause(27_000).beat().events.get(2).reason())
                    .isEqualTo("the last attempt failed or is overdue, and the claim ends in 1884 ms");
            assertThat(armed().suspend(29_000).beat().events.get(2).reason())
                    .isEqualTo("the switch may have fired since 116 ms");
        }

        @Test
        void refusedFailedAndUnknownAreDistinct() {
            Driver driver = armed().pass(7_400);
            driver.reply(driver.lastSend(), new NotApplied("INVALID_KEY", "no", Retry.NEVER));
            driver.pass(1_000).reply(driver.lastSend(), FAILED);
            driver.pass(2_000).reply(driver.lastSend(), LOST);
            assertThat(driver.names()).endsWith("refused", "failed", "unknown");
        }

        @Test
        void goesOnTryingAfterTheEndOfTheClaim() {
            Driver driver = armed().pass(7_400);
            for (int i = 0; i < 100; i++) {
                driver.reply(driver.lastSend(), FAILED).pass(7_500);
            }
            assertThat(driver.sends.size()).isGreaterThan(100);
            assertThat(driver.names().stream().filter("at_risk"::equals)).hasSize(1);
            assertThat(driver.names().stream().filter("fired"::equals)).hasSize(1);
        }
    }

    @Nested
    class Lapsing {

        private Driver lapsed() {
            Driver driver = armed().pause(40_000).beat();
            return driver.pass(10).ack();
        }

        @Test
        void afterAPauseSaysFiredFirstAndRenewsOnce() {
            Driver driver = lapsed();
            assertThat(driver.names()).containsExactly("arming", "armed", "fired", "lapsed");
            assertThat(driver.sends).hasSize(2);
            assertThat(driver.state()).isEqualTo(LAPSED);
        }

        @Test
        void staysShutThroughRenewalsUntilReconciled() {
            Driver driver = lapsed().pass(7_490).ack();
            assertThat(driver.names()).endsWith("lapsed", "renewed");
            assertThat(driver.state()).isEqualTo(LAPSED);
            driver.reconciled(1);
            assertThat(driver.state()).isEqualTo(ARMED);
            assertThat(driver.names()).endsWith("recovered");
        }

        @Test
        void whoeverLooksFirstNoticesASuspend() {
            Driver driver = lapsed().pass(2_000).suspend(5_000).reconciled(1);
            assertThat(driver.wakeAfter()).contains(Duration.ZERO);
            driver.pass(0);
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        void aSecondLapseIsNotReconciledByTheFirst() {
            Driver driver = lapsed().pause(40_000).beat().pass(10).ack();
            assertThat(driver.protection().openLapse()).hasValue(2);
            driver.reconciled(1);
            assertThat(driver.state()).isEqualTo(LAPSED);
            driver.reconciled(2);
            assertThat(driver.state()).isEqualTo(ARMED);
        }

        @Test
        void aLapseThatWasNeverReportedCannotBeAcknowledged() {
            assertThatThrownBy(() -> lapsed().reconciled(2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 1: 2");
        }

        @Test
        void theExchangesClockCanProveThatNothingFired() {
            Driver driver = Driver.started(30);
            driver.suspend(1).pass(100).ackNow(driver.lastSend());
            driver.pause(27_500).beat().pause(2_000);
            Attempt late = driver.lastSend();
            Acknowledgement early = Acknowledgement.of(
                    late.countdown(), Instant.ofEpochMilli(late.sent().wallMillis() + 30_000));
            driver.reply(late, new Outcome.Applied(early));
            assertThat(driver.names()).endsWith("at_risk", "renewed", "recovered");
        }
    }

    @Nested
    class Dying {

        @Test
        void sendsNoRenewal() {
            Driver driver = armed().dies("not petted").pass(60_000);
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.names()).containsExactly("arming", "armed", "expiring", "fired");
        }

        @Test
        void armsAtOnceWhenTheStrategyReturns() {
            Driver driver = armed().dies("hung").pass(5_000).revives();
            assertThat(driver.sends).hasSize(2);
            assertThat(driver.state()).isEqualTo(EXPIRING);
            driver.pass(20).ack();
            assertThat(driver.names()).endsWith("expiring", "renewed", "recovered");
        }

        @Test
        void expiresSoonOnce() {
            Driver driver = Driver.started(expiringSoon()).pass(100).ack().dies("hung");
            assertThat(driver.lastSend().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
            driver.pass(100).ack().pass(60_000);
            assertThat(driver.sends).hasSize(2);
            assertThat(driver.names()).containsExactly("arming", "armed", "expiring", "expiring_soon", "fired");
        }

        @Test
        void armsAtOnceWhenTheStrategyReturnsDuringAnExpireSoon() {
            Driver driver = Driver.started(expiringSoon()).pass(100).ack().dies("hung");
            driver.pass(100).revives().ack().pass(899);
            assertThat(driver.sends).hasSize(2);
            driver.pass(1);
            assertThat(driver.lastSend().countdown().timeout()).isEqualTo(Timeout.ofSeconds(30));
        }

        @Test
        void expiresSoonThreeTimesAtMost() {
            Driver driver =
                    Driver.started(expiringSoon()).pass(100).ack().dies("hung").pass(300_000);
            assertThat(driver.sends).hasSize(4);
        }

        @Test
        void doesNotExpireSoonWhatIsDueSooner() {
            Driver driver = Driver.started(expiringSoon()).pass(100).ack();
            driver.pause(25_100).dies("hung").pass(60_000);
            assertThat(driver.sends).hasSize(1);
        }

        @Test
        void doesNotExpireSoonWhereNothingIsArmed() {
            Driver driver = Driver.started(expiringSoon());
            driver.reply(driver.lastSend(), FAILED).dies("hung").pass(60_000);
            assertThat(driver.sends).hasSize(1);
        }

        @Test
        void aHangLongerThanTheShortenedCountdownIsALapse() {
            Driver driver = Driver.started(expiringSoon())
                    .pass(100)
                    .ack()
                    .dies("hung")
                    .pass(100)
                    .ack();
            driver.pass(20_000).revives().pass(100).ack();
            assertThat(driver.state()).isEqualTo(LAPSED);
        }
    }

    @Nested
    class Closing {

        private static CloseResult result(Driver driver) {
            return ((KeeperEvent.Closed) driver.events.get(driver.events.size() - 1)).result();
        }

        @Test
        void expireSendsNothing() {
            Driver driver = armed().close(CloseMode.EXPIRE);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(driver.sends).hasSize(1);
            assertThat(result(driver).certain()).isTrue();
            assertThat(result(driver).settledAfter()).isBetween(Duration.ofSeconds(31), Duration.ofMillis(31_020));
        }

        @Test
        void disarmIsCertainOnceAcknowledgedWithNothingLoose() {
            Driver driver = armed().close(CloseMode.DISARM);
            assertThat(driver.state()).isEqualTo(DISARMING);
            driver.pass(0);
            assertThat(driver.lastSend().countdown().isDisarm()).isTrue();
            driver.pass(50).ack();
            assertThat(driver.names()).containsExactly("arming", "armed", "disarming", "disarmed", "closed");
            assertThat(result(driver)).isEqualTo(new CloseResult(CloseMode.DISARM, true, Duration.ZERO));
        }

        @Test
        void disarmIsRepeatedOnceNoArmCanApply() {
            Driver driver = armed().pass(7_400);
            driver.reply(driver.lastSend(), LOST)
                    .close(CloseMode.DISARM)
                    .pass(0)
                    .ack();
            assertThat(driver.state()).isEqualTo(DISARMING);
            driver.pass(63_000);
            assertThat(driver.sends).hasSize(3);
            driver.pass(100);
            assertThat(driver.sends).hasSize(4);
            driver.ack();
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(driver.names()).endsWith("disarmed", "disarmed", "closed");
        }

        @Test
        void aLateRefusalCanMakeADisarmCertain() {
            Driver driver = armed().pass(7_400 + 3_000).ack().close(CloseMode.DISARM);
            driver.pass(0).ack().pass(100);
            assertThat(driver.state()).isEqualTo(DISARMING);
            driver.reply(driver.sends.get(1), FAILED);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(result(driver)).isEqualTo(new CloseResult(CloseMode.DISARM, true, Duration.ZERO));
        }

        @Test
        void aLateReplyDoesNotHurryTheRetryOfADisarm() {
            Driver driver = armed().pass(7_400 + 3_000).ack().close(CloseMode.DISARM);
            driver.pass(0).reply(driver.lastSend(), FAILED).reply(driver.sends.get(1), FAILED);
            driver.pass(999);
            assertThat(driver.sends).hasSize(4);
            driver.pass(1);
            assertThat(driver.sends).hasSize(5);
        }

        @Test
        void aLateReplyDoesNotHurryADisarmOfWhatWasNeverAcknowledged() {
            Driver driver = Driver.started(30).pass(3_000);
            driver.reply(driver.lastSend(), FAILED).close(CloseMode.DISARM).pass(0);
            driver.reply(driver.lastSend(), FAILED).reply(driver.sends.get(0), LOST);
            driver.pass(1_999);
            assertThat(driver.sends).hasSize(3);
            driver.pass(2_001);
            assertThat(driver.sends).hasSize(4);
        }

        @Test
        void aLateReplyToARequestDoesNotRepeatADisarmThatIsOnItsWay() {
            Driver driver = armed().pass(7_400 + 3_000).ack().close(CloseMode.DISARM);
            driver.pass(0).reply(driver.sends.get(1), FAILED).beat().pass(100);
            assertThat(driver.sends).hasSize(4);
            assertThat(driver.state()).isEqualTo(DISARMING);
            driver.ack();
            assertThat(driver.state()).isEqualTo(CLOSED);
        }

        @Test
        void aLaterWishIsIgnoredUnlessItIsToLeave() {
            Driver driver =
                    armed().close(CloseMode.DISARM).close(CloseMode.EXPIRE_SOON).pass(0);
            assertThat(driver.lastSend().countdown().isDisarm()).isTrue();
            driver.close(CloseMode.EXPIRE);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(result(driver).mode()).isEqualTo(CloseMode.EXPIRE);
            assertThat(result(driver).certain()).isFalse();
            int told = driver.events.size();
            driver.close(CloseMode.EXPIRE).close(CloseMode.DISARM).pass(60_000);
            assertThat(driver.events).hasSize(told);
        }

        @Test
        void saysWhatHappenedBefore() {
            assertThat(armed().pause(40_000).close(CloseMode.EXPIRE).names())
                    .containsExactly("arming", "armed", "fired", "closed");
        }

        @Test
        void disarmIsTriedThreeTimesThoughTheSwitchHasFired() {
            Driver driver = armed().pause(60_000).beat();
            driver.reply(driver.lastSend(), FAILED).close(CloseMode.DISARM).pass(0);
            driver.reply(driver.lastSend(), FAILED).pass(11_999);
            assertThat(driver.state()).isEqualTo(DISARMING);
            driver.pass(3_001);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(result(driver).certain()).isFalse();
        }

        @Test
        void expireAwaitsNothing() {
            Driver driver = armed().pass(7_400).close(CloseMode.EXPIRE);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(driver.wakeAfter()).isEmpty();
        }

        @Test
        void expireIsNotCertainToFireWhileTheFirstArmIsUnanswered() {
            assertThat(result(Driver.started(30).close(CloseMode.EXPIRE)).certain())
                    .isFalse();
            Driver refused = Driver.started(30);
            refused.reply(refused.lastSend(), FAILED).close(CloseMode.EXPIRE);
            assertThat(result(refused)).isEqualTo(new CloseResult(CloseMode.EXPIRE, true, Duration.ZERO));
        }

        @Test
        void expireSoonThatComesTooLateIsNotSent() {
            Driver driver = armed().close(CloseMode.EXPIRE_SOON).pause(25_100).beat();
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.state()).isEqualTo(CLOSED);
        }

        @Test
        void awaitsTheRequestUnderWayFirst() {
            Driver driver = armed().pass(7_400).close(CloseMode.DISARM).pass(100);
            assertThat(driver.sends).hasSize(2);
            driver.ack().pass(0);
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        void disarmThatNobodyAnswersEndsWhenTheSwitchHasFired() {
            Driver driver = armed().close(CloseMode.DISARM).pass(40_000);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(result(driver).certain()).isFalse();
            // The last of the disarms can still be applied, and would take a later process's countdown away.
            assertThat(result(driver).settledAfter()).isGreaterThan(Duration.ofMinutes(2));
        }

        @Test
        void disarmIsSentThoughTheRenewalThatWasUnderWayIsRefusedForGood() {
            Driver driver = armed().pass(7_400).close(CloseMode.DISARM);
            driver.reply(driver.lastSend(), new NotApplied("INVALID_PARAM", "no", Retry.NEVER))
                    .pass(1_000);
            assertThat(driver.lastSend().countdown().isDisarm()).isTrue();
            driver.ack();
            assertThat(result(driver).certain()).isTrue();
        }

        @Test
        void expireSoonIsSentThoughADeathBeforeWasExpiringSoon() {
            Driver driver = Driver.started(expiringSoon()).pass(100).ack().dies("hung");
            driver.pass(100).ack().revives().pass(1_000).ack();
            assertThat(driver.sends).hasSize(3);
            driver.close(CloseMode.EXPIRE_SOON).pass(0);
            assertThat(driver.sends).hasSize(4);
            assertThat(driver.lastSend().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
        }

        @Test
        void expireSoonIsSentThoughThoseOfTheDeathWereNotAnswered() {
            Driver driver =
                    Driver.started(expiringSoon()).pass(100).ack().dies("hung").pass(12_000);
            assertThat(driver.sends).hasSize(4);
            driver.close(CloseMode.EXPIRE_SOON).pass(0);
            assertThat(driver.sends).hasSize(5);
        }

        @Test
        void disarmThatIsRefusedForGoodEndsAtOnce() {
            Driver driver = armed().close(CloseMode.DISARM).pass(0);
            driver.reply(driver.lastSend(), new NotApplied("INVALID_KEY", "no", Retry.NEVER));
            assertThat(driver.names()).endsWith("refused", "closed");
        }

        @Test
        void expireSoonSendsTheMinimum() {
            Driver driver = armed().close(CloseMode.EXPIRE_SOON).pass(0);
            assertThat(driver.lastSend().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
            driver.pass(10).ack();
            assertThat(driver.names()).endsWith("expiring_soon", "closed");
        }

        @Test
        void aLateReplyReArmsNothing() {
            Driver driver = armed().pass(7_400).close(CloseMode.EXPIRE).ack();
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(driver.names()).endsWith("closed");
            assertThat(driver.wakeAfter()).isEmpty();
        }

        @Test
        void beforeTheStartIsOverAtOnce() {
            Driver driver = new Driver(expiringSoon()).close(CloseMode.DISARM);
            assertThat(driver.state()).isEqualTo(CLOSED);
            assertThat(driver.sends).isEmpty();
        }
    }

    /** The reply to an attempt that was given up long ago. */
    @Nested
    class LateReplies {

        /** Sent at 0, 7.5, 10.5, 13.5 and 16.5 s; the second one is due to be renewed at 15 s. */
        private Driver lastOneEnds(Outcome how) {
            Driver driver = armed().pass(16_400);
            assertThat(driver.sends).hasSize(5);
            return driver.pass(10).reply(driver.lastSend(), how);
        }

        private void assertNothingIsSentFor(long millis, Driver driver) {
            int sends = driver.sends.size();
            driver.pass(millis - 1);
            assertThat(driver.sends).hasSize(sends);
        }

        private Outcome throttled(int seconds) {
            return new NotApplied("TOO_MANY_REQUESTS", "slow down", Retry.after(Duration.ofSeconds(seconds)));
        }

        @Test
        void noneCutsABackoffShort() {
            Driver driver = lastOneEnds(FAILED).pass(50);
            assertNothingIsSentFor(950, driver.ack(driver.sends.get(1)));
        }

        @Test
        void noneOfManyCutsABackoffShort() {
            Driver driver = lastOneEnds(LOST);
            for (int late = 1; late <= 3; late++) {
                driver.pass(50).ack(driver.sends.get(late));
            }
            assertThat(driver.sends).hasSize(5);
            assertNothingIsSentFor(850, driver);
        }

        @Test
        void noneCutsShortWhatARateLimitAsksFor() {
            Driver driver = lastOneEnds(throttled(8)).pass(50);
            assertNothingIsSentFor(7_950, driver.ack(driver.sends.get(1)));
        }

        @Test
        void aClaimIsNotLetGoForARateLimit() {
            Driver driver = Driver.started(30).pass(40_000); // nothing was acknowledged yet
            Attempt unanswered = driver.sends.get(driver.sends.size() - 2);
            driver.reply(driver.lastSend(), throttled(50)).pass(50).ack(unanswered);
            int sends = driver.sends.size();
            driver.pass(30_000);
            assertThat(driver.sends.get(sends).sent().monotonicSince(unanswered.sent()))
                    .isLessThan(26_000_000_000L);
        }

        @Test
        void noneCutsTheBackoffOfADisarmShort() {
            Driver driver = armed().pass(7_400).close(CloseMode.DISARM).pass(3_000);
            Attempt renewal = driver.sends.get(1);
            driver.reply(driver.lastSend(), FAILED).pass(50).ack(renewal);
            assertNothingIsSentFor(950, driver);
        }

        @Test
        void aBackoffEndsWithTheNextSend() {
            Driver driver = lastOneEnds(throttled(8)).pass(8_000).ack();
            driver.pass(7_500);
            assertThat(driver.sends).hasSize(7);
        }

        @Test
        void aReasonToSendAtOnceEndsABackoff() {
            Driver driver = lastOneEnds(throttled(8)).suspend(2_000).beat().pass(1_000);
            assertThat(driver.sends).hasSize(6);
        }
    }

    /** An attempt that was made and waits to be handed to the gateway. */
    @Nested
    class Waiting {

        /** Armed, and its first renewal waits. */
        private Driver waiting(RenewalPolicy policy) {
            return Driver.started(policy).pass(100).ack().queues().pass(7_400);
        }

        private Driver waiting() {
            return waiting(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
        }

        private void assertTakenBack(Attempt attempt) {
            assertThat(attempt.permit().use()).isFalse();
        }

        @Test
        void isTakenBackWhenTheStrategyDies() {
            Driver driver = waiting();
            Optional<Duration> fires = driver.dies("hangs").protection().certainlyFiredAfter();
            assertTakenBack(driver.lastSend());
            assertThat(driver.names()).containsExactly("arming", "armed", "failed", "expiring");
            assertThat(fires).contains(Duration.ofNanos(23_615_500_000L)); // as if it had never been made
            driver.pass(60_000);
            assertThat(driver.sends).hasSize(2);
        }

        @Test
        void isTakenBackForTheShorterOneWhenTheStrategyDies() {
            Driver driver = waiting(expiringSoon()).dies("hangs").pass(0);
            assertTakenBack(driver.sends.get(1));
            assertThat(driver.lastSend().isFor(Timeout.MINIMUM)).isTrue();
            assertThat(driver.lastSend().permit().use()).isTrue();
        }

        @Test
        void isTakenBackWhenTheStrategyRevives() {
            Driver driver =
                    waiting(expiringSoon()).dies("hangs").pass(0).revives().pass(1_000);
            assertTakenBack(driver.sends.get(2));
            assertThat(driver.lastSend().isFor(Timeout.ofSeconds(30))).isTrue();
        }

        @Test
        void whatWasNotSentDoesNotCountAsARepeatOfTheShorterOne() {
            Driver driver = waiting(expiringSoon()).dies("hangs").pass(15_000);
            assertThat(driver.sends)
                    .filteredOn(attempt -> attempt.isFor(Timeout.MINIMUM))
                    .hasSizeGreaterThan(4);
        }

        @Test
        void isNotSentAnyMoreOnceItsDeadlineIsOver() {
            Driver driver = waiting();
            Attempt first = driver.lastSend();
            driver.pass(3_000);
            assertTakenBack(first);
            assertThat(driver.names()).endsWith("failed");
            assertThat(driver.sends).hasSize(3);
        }

        @Test
        void isTakenBackByACloseThatSendsSomethingElseAtOnce() {
            Driver driver = waiting().close(CloseMode.DISARM).pass(0);
            assertTakenBack(driver.sends.get(1));
            assertThat(driver.lastSend().countdown().isDisarm()).isTrue();
            driver.lastSend().permit().use();
            driver.pass(10).ack();
            assertThat(driver.names()).endsWith("disarmed", "closed");
        }

        @Test
        void isNotPendingAfterACloseThatSendsNothing() {
            Driver driver = waiting().close(CloseMode.EXPIRE);
            assertTakenBack(driver.lastSend());
            assertThat(driver.events.get(driver.events.size() - 1))
                    .isInstanceOfSatisfying(
                            KeeperEvent.Closed.class,
                            closed -> assertThat(closed.result().settledAfter()).isLessThan(Duration.ofSeconds(24)));
        }
    }
}
