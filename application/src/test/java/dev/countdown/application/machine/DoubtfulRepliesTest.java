package dev.countdown.application.machine;

import static dev.countdown.application.KeeperState.ARMED;
import static dev.countdown.application.KeeperState.AT_RISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replies that may be older than their requests, T = 30 s: renewed every 7.5 s, each attempt within 3 s. */
class DoubtfulRepliesTest {

    /** Armed and renewed once, by an exchange whose clock is the wall clock. */
    private static Driver renewed() {
        return Driver.started(30).pass(1).ackBy(0).pass(7_500).ackBy(0);
    }

    private static Outcome.Applied same(Driver driver, long millisAgo) {
        Countdown countdown = driver.lastSend().countdown();
        Instant end =
                Instant.ofEpochMilli(driver.now().wallMillis() - millisAgo).plusSeconds(30);
        return new Outcome.Applied(Acknowledgement.of(countdown, end));
    }

    @Test
    void aRepeatedReplyRenewsNothingHoweverOftenItComes() {
        Driver driver = renewed().exchangeTime(0);
        Outcome.Applied old = same(driver, 0);
        long claimed = driver.protection().protectedFor().toMillis();
        for (int i = 0; i < 100 && claimed > 1_000; i++) {
            driver.pass(1_000);
            driver.reply(driver.lastSend(), old);
            long left = driver.protection().protectedFor().toMillis();
            assertThat(left).isLessThanOrEqualTo(claimed - 1_000);
            claimed = left;
        }
        assertThat(driver.names()).containsOnlyOnce("renewed");
        driver.pass(60_000).reply(driver.lastSend(), old);
        assertThat(driver.mayQuote()).isFalse();
        assertThat(driver.names()).doesNotContain("lapsed", "recovered");
    }

    @Test
    void aReplyThatIsLateByOneIsNotBelieved() {
        Driver driver = renewed().exchangeTime(0).pass(7_500);
        driver.reply(driver.lastSend(), same(driver, 7_500));
        assertThat(driver.names()).endsWith("unknown");
        assertThat(driver.timesAsked).isEqualTo(1);
    }

    @Test
    void afterAStepOfTheExchangesClockTheSameReplyIsBelievedOnceItsTimeIsKnown() {
        for (long step : new long[] {-600_000, -10_000, 10_000, 600_000}) {
            Driver driver = renewed().exchangeTime(step).pass(7_500).ackBy(step);
            assertThat(driver.state()).isEqualTo(ARMED);
            assertThat(driver.names()).doesNotContain("unknown", "at_risk", "lapsed");
            driver.pass(7_500).ackBy(step);
            assertThat(driver.timesAsked).isEqualTo(1);
            assertThat(driver.names()).containsExactly("arming", "armed", "renewed", "renewed", "renewed");
        }
    }

    @Test
    void itCountsFromWhenItWasSentAndHeardNotFromWhenTheTimeWasTold() {
        Driver driver = renewed().noExchangeTime().pass(7_500).ackBy(10_000);
        driver.pass(2_000);
        driver.takeTime(10_000);
        assertThat(driver.state()).isEqualTo(ARMED);
        assertThat(driver.protection().protectedFor().toMillis()).isBetween(27_900L, 28_000L);
        assertThat(driver.protection().roundTrip().orElseThrow().toMillis()).isLessThan(2);
    }

    @Test
    void whereNoTimeCanBeHadItIsNeverBelieved() {
        Driver driver = renewed();
        for (int i = 0; i < 20; i++) {
            driver.pass(1_000);
            driver.ackBy(10_000);
        }
        assertThat(driver.names().stream().filter("renewed"::equals)).hasSize(1);
    }

    @Test
    void whereTheTimeIsNeverToldTheAttemptEndsByItsDeadline() {
        Driver driver = renewed().noExchangeTime().pass(7_500).ackBy(10_000);
        assertThat(driver.names()).endsWith("renewed");
        driver.pass(3_000);
        assertThat(driver.names()).endsWith("unknown");
        assertThat(driver.sends).hasSize(4);
    }

    @Test
    void aTimeThatIsToldTooLateHelpsTheNextAttempt() {
        Driver driver = renewed().noExchangeTime().pass(7_500).ackBy(10_000).pass(3_000);
        driver.takeTime(10_000);
        driver.ackBy(10_000);
        assertThat(driver.state()).isEqualTo(ARMED);
        assertThat(driver.timesAsked).isEqualTo(1);
    }

    @Test
    void anImpossibleTimeIsNoReasonToThrow() {
        Driver driver = Driver.started(30).pass(1);
        Countdown countdown = driver.lastSend().countdown();
        for (Instant impossible :
                new Instant[] {Instant.MIN, Instant.MAX, Instant.ofEpochMilli(1_660_039_145_000_000L)}) {
            driver.reply(
                    driver.lastSend(),
                    new Outcome.Applied(new Acknowledgement(
                            countdown,
                            Optional.of(impossible),
                            Optional.of(Instant.ofEpochMilli(1_660_039_115_000L)))));
            assertThat(driver.names()).endsWith("unknown");
            driver.pass(2_000);
        }
        driver.ackBy(0);
        assertThat(driver.state()).isEqualTo(ARMED);
    }

    @Test
    void afterASuspendTheExchangesTimeIsAskedBeforeAReplyIsBelieved() {
        Driver driver = renewed().exchangeTime(0).suspend(40_000).pass(1_000);
        driver.reply(driver.lastSend(), same(driver, 40_500));
        assertThat(driver.names()).endsWith("unknown");
        assertThat(driver.timesAsked).isEqualTo(1);
        driver.pass(2_000).ackBy(0);
        assertThat(driver.timesAsked).isEqualTo(1);
        assertThat(driver.names()).endsWith("lapsed");
    }

    /** This process was paused while it waited: an answer of any age in that pause looks the same. */
    @Test
    void afterASuspendAnAnswerThatTookTooLongShowsNothing() {
        Driver driver = renewed().noExchangeTime().suspend(6_000).pass(1_000).ackBy(0);
        Outcome.Applied old = same(driver, 0);
        driver.pass(7_000).takeTime(-7_000);
        driver.exchangeTimeFails().pass(500).reply(driver.lastSend(), old);
        assertThat(driver.names()).endsWith("unknown");
        driver.exchangeTime(0).pass(5_000).ackBy(0);
        assertThat(driver.names()).endsWith("renewed");
    }

    @Test
    void afterASuspendAReplyIsBelievedWhereNoTimeCanBeHad() {
        Driver driver = renewed().suspend(5_000).pass(1_000).ackBy(0);
        assertThat(driver.names()).endsWith("renewed");
    }

    @Test
    void afterASuspendNoReplyIsBelievedWhileTheTimeCannotBeHad() {
        Driver driver = renewed().exchangeTimeFails().suspend(5_000).pass(1_000).ackBy(0);
        assertThat(driver.names()).endsWith("unknown");
        driver.exchangeTime(0).pass(2_000).ackBy(0);
        assertThat(driver.names()).endsWith("renewed");
    }

    @Test
    void aKeeperInheritsWhatWasKnownOfTheClock() {
        Handover left = renewed().heartbeat.leftBehind();
        Driver next = Driver.successor(left);
        next.pass(1).ackBy(-60_000);
        assertThat(next.names()).endsWith("unknown");
    }

    @Test
    void aClaimIsNotFalseAfterTheSwitchFired() {
        Driver driver = renewed().exchangeTime(0);
        Outcome.Applied old = same(driver, 0);
        for (int i = 0; i < 40; i++) {
            driver.pass(750).reply(driver.lastSend(), old);
            boolean latches = i * 750 < 29_000;
            assertThat(latches || driver.state() != ARMED).isTrue();
        }
        assertThat(driver.state()).isEqualTo(AT_RISK);
        assertThat(driver.protection().certainlyFiredAfter()).isPresent();
        driver.pass(0);
        Timeout timeout = driver.lastSend().countdown().timeout();
        assertThat(timeout).isEqualTo(Timeout.ofSeconds(30));
    }
}
