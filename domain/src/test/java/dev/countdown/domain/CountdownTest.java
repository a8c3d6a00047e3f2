package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CountdownTest {

    @Test
    void armsAScope() {
        Countdown countdown = Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(30));
        assertThat(countdown.isDisarm()).isFalse();
        assertThat(countdown).hasToString("arm underlying:BTC_USDT 30s");
    }

    @Test
    void disarmsAScope() {
        Countdown countdown = Countdown.disarm(Scope.all());
        assertThat(countdown.isDisarm()).isTrue();
        assertThat(countdown)
                .isEqualTo(new Countdown(Scope.all(), Timeout.DISARM))
                .hasToString("disarm all");
    }

    @Test
    void refusesToArmWithZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Countdown.arm(Scope.all(), Timeout.DISARM))
                .withMessage("timeout of an armed countdown must be at least 5 seconds: 0");
    }
}
