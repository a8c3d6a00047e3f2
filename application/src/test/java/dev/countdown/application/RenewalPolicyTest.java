package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RenewalPolicyTest {

    @Test
    void theDefaultsFollowFromTheTimeout() {
        assertThat(RenewalPolicy.forTimeout(Timeout.MINIMUM))
                .isEqualTo(new RenewalPolicy(
                        Timeout.MINIMUM,
                        Duration.ofMillis(1_250),
                        Duration.ofMillis(750),
                        Duration.ofMillis(375),
                        OnDead.EXPIRE));
        assertThat(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .isEqualTo(new RenewalPolicy(
                        Timeout.ofSeconds(30),
                        Duration.ofMillis(7_500),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        OnDead.EXPIRE));
    }

    @Property
    void everyDefaultIsAPolicy(@ForAll @IntRange(min = 5) int seconds) {
        assertThat(RenewalPolicy.forTimeout(Timeout.ofSeconds(seconds))
                        .timeout()
                        .seconds())
                .isEqualTo(seconds);
    }

    @Test
    void theExchangesOwnExampleIsRefusedAsARace() {
        assertThatThrownBy(() -> RenewalPolicy.forTimeout(Timeout.ofSeconds(30), Duration.ofSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval must be at most half the timeout of 30s, or a renewal races the switch and it "
                        + "fires by mistake: 30s");
    }

    @Test
    void halfTheTimeoutIsStillAnInterval() {
        assertThat(RenewalPolicy.forTimeout(Timeout.ofSeconds(30), Duration.ofSeconds(15))
                        .interval())
                .isEqualTo(Duration.ofSeconds(15));
        assertThatThrownBy(() -> RenewalPolicy.forTimeout(Timeout.ofSeconds(30), Duration.ofMillis(15_001)))
                .hasMessageEndingWith(": 15001ms");
    }

    @Test
    void twoRetriesMustFit() {
        Duration second = Duration.ofSeconds(1);
        Timeout five = Timeout.MINIMUM;
        assertThatThrownBy(() -> new RenewalPolicy(five, second, second, Duration.ofMillis(334), OnDead.EXPIRE))
                .hasMessageContaining("two retries fit: 5002ms");
        assertThat(new RenewalPolicy(
                                five,
                                Duration.ofMillis(2_000),
                                Duration.ofMillis(750),
                                Duration.ofMillis(250),
                                OnDead.EXPIRE)
                        .withOnDead(OnDead.EXPIRE_SOON)
                        .onDead())
                .isEqualTo(OnDead.EXPIRE_SOON);
    }

    @Test
    void everySpanIsPositive() {
        Duration second = Duration.ofSeconds(1);
        Timeout thirty = Timeout.ofSeconds(30);
        assertThatThrownBy(() -> new RenewalPolicy(thirty, Duration.ZERO, second, second, OnDead.EXPIRE))
                .hasMessage("interval must be positive: 0s");
        assertThatThrownBy(() -> new RenewalPolicy(thirty, second, Duration.ofMillis(-1), second, OnDead.EXPIRE))
                .hasMessage("attempt deadline must be positive: -1ms");
        assertThatThrownBy(() -> new RenewalPolicy(thirty, second, second, Duration.ZERO, OnDead.EXPIRE))
                .hasMessage("backoff must be positive: 0s");
        assertThatThrownBy(() -> RenewalPolicy.forTimeout(Timeout.DISARM)).hasMessageContaining("at least 5 seconds");
    }
}
