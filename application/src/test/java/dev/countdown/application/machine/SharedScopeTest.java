package dev.countdown.application.machine;

import static dev.countdown.application.KeeperState.ARMED;
import static dev.countdown.application.KeeperState.AT_RISK;
import static dev.countdown.application.KeeperState.FIRED;
import static dev.countdown.application.KeeperState.LAPSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.domain.Continuity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other processes keep the scope, too. T = 30 s, I = 7.5 s. */
class SharedScopeTest {

    private final Driver driver = Driver.shared(30);

    private Driver silent(long millis) {
        for (long left = millis; left > 0; left -= 500) {
            if (driver.lastSend().permit().isOpen()) {
                driver.reply(driver.lastSend(), Outcome.NotApplied.notSent("no route"));
            }
            driver.pass(Math.min(500, left));
        }
        return driver;
    }

    @Test
    void isArmedAsEver() {
        driver.pass(40).ack();
        assertThat(driver.state()).isEqualTo(ARMED);
        assertThat(driver.mayQuote()).isTrue();
        assertThat(driver.protection().protectedFor()).isGreaterThan(Duration.ofMillis(28_900));
        driver.pass(7_500).ack();
        assertThat(driver.protection().continuity()).contains(Continuity.UNBROKEN);
    }

    @Test
    void pastItsClaimNobodyKnows() {
        driver.ack();
        driver.pause(400_000);
        assertThat(driver.state()).isEqualTo(AT_RISK);
        assertThat(driver.protection().certainlyFiredAfter()).isEmpty();
        assertThat(silent(400_000).names()).contains("at_risk").doesNotContain("fired");
        assertThat(Driver.started(30).ack().pause(400_000).state()).isEqualTo(FIRED);
    }

    @Test
    void aGapIsUnknownEvenWhereTheExchangeProvesAFiring() {
        driver.ackNow(driver.lastSend());
        silent(40_000);
        driver.pass(8_000).ackNow(driver.lastSend());
        assertThat(driver.protection().continuity()).contains(Continuity.UNKNOWN);
        assertThat(driver.state()).isEqualTo(LAPSED);
        assertThat(driver.names()).contains("lapsed");
    }

    @Test
    void isUnbrokenSinceTheFirstReplyOfTheChain() {
        assertThat(driver.protection().unbrokenFor()).isZero();
        driver.pass(40).ack();
        driver.pass(7_500).ack();
        assertThat(driver.protection().unbrokenFor()).isEqualTo(Duration.ofMillis(7_500));
        driver.suspend(10_000);
        assertThat(driver.protection().unbrokenFor()).isEqualTo(Duration.ofMillis(7_500));
        driver.pause(40_000);
        assertThat(driver.protection().unbrokenFor()).isZero(); // it may have fired: nothing is proven of then
        driver.pass(100).ack();
        assertThat(driver.protection().unbrokenFor()).isZero();
        driver.pass(7_500).ack();
        assertThat(driver.protection().unbrokenFor()).isEqualTo(Duration.ofMillis(7_500));
    }

    @ParameterizedTest
    @EnumSource(
            value = CloseMode.class,
            names = {"DISARM", "EXPIRE_SOON"})
    void refusesAShorterEnd(CloseMode mode) {
        driver.ack();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.close(mode))
                .withMessage(
                        "close mode of a shared scope must be EXPIRE, because a shorter request would make the claims"
                                + " of the other keepers false: " + mode);
        assertThat(driver.state()).isEqualTo(ARMED);
    }

    @Test
    void itsEndIsNeverCertain() {
        driver.ack().close(CloseMode.EXPIRE);
        KeeperEvent.Closed closed = (KeeperEvent.Closed) driver.events.get(driver.events.size() - 1);
        assertThat(closed.result().certain()).isFalse();
        assertThat(closed.result().settledAfter()).isPositive();
        assertThat(driver.sends).hasSize(1);
    }

    @Test
    void sendsNothingForADeadStrategy() {
        driver.ack();
        driver.dies("silent").pass(60_000);
        assertThat(driver.sends).hasSize(1);
        assertThat(driver.names()).contains("expiring");
    }
}
