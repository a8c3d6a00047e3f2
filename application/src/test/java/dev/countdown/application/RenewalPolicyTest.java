package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RenewalPolicyTest {

    @Test
    void theDefaultsFollowFromTheTimeout() {
        assertThat(RenewalPolicy.forTimeout(Timeout.MINIMUM))
                .isEqualTo(RenewalPolicy.builder(Timeout.MINIMUM)
                        .interval(Duration.ofMillis(1_250))
                        .attemptDeadline(Duration.ofMillis(750))
                        .backoff(Duration.ofMillis(375))
                        .build());
        assertThat(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .isEqualTo(RenewalPolicy.builder(Timeout.ofSeconds(30))
                        .interval(Duration.ofMillis(7_500))
                        .attemptDeadline(Duration.ofSeconds(3))
                        .backoff(Duration.ofSeconds(1))
                        .build());
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
        assertThatThrownBy(() -> RenewalPolicy.builder(five)
                        .interval(second)
                        .attemptDeadline(second)
                        .backoff(Duration.ofMillis(334))
                        .build())
                .hasMessageContaining("two retries fit: 5002ms");
        assertThat(RenewalPolicy.builder(five)
                        .interval(Duration.ofMillis(2_000))
                        .attemptDeadline(Duration.ofMillis(750))
                        .backoff(Duration.ofMillis(250))
                        .build()
                        .withOnDead(OnDead.EXPIRE_SOON)
                        .onDead())
                .isEqualTo(OnDead.EXPIRE_SOON);
    }

    @Test
    void everySpanIsPositive() {
        Duration second = Duration.ofSeconds(1);
        Timeout thirty = Timeout.ofSeconds(30);
        assertThatThrownBy(() -> RenewalPolicy.builder(thirty)
                        .interval(Duration.ZERO)
                        .attemptDeadline(second)
                        .backoff(second)
                        .build())
                .hasMessage("interval must be positive: 0s");
        assertThatThrownBy(() -> RenewalPolicy.builder(thirty)
                        .interval(second)
                        .attemptDeadline(Duration.ofMillis(-1))
                        .backoff(second)
                        .build())
                .hasMessage("attempt deadline must be positive: -1ms");
        assertThatThrownBy(() -> RenewalPolicy.builder(thirty)
                        .interval(second)
                        .attemptDeadline(second)
                        .backoff(Duration.ZERO)
                        .build())
                .hasMessage("backoff must be positive: 0s");
        assertThatThrownBy(() -> RenewalPolicy.forTimeout(Timeout.DISARM)).hasMessageContaining("at least 5 seconds");
    }

    @Test
    void theGranularityStaysWithEachCopyAndIsNeverBelowWhatIsAssumed() {
        RenewalPolicy late = RenewalPolicy.ofSeconds(30).withGranularity(Duration.ofMillis(2_500));
        assertThat(RenewalPolicy.ofSeconds(30).granularity()).hasSeconds(1);
        assertThat(late.withOnDead(OnDead.EXPIRE_SOON).at(Timeout.MINIMUM).granularity())
                .hasMillis(2_500);
        assertThat(late)
                .isNotEqualTo(RenewalPolicy.ofSeconds(30))
                .hasToString("30s every 7500ms, attempts of 3s, backoff 1s, EXPIRE, fires within 2500ms");
        for (Duration wrong : List.of(Duration.ofMillis(999), Duration.ofMillis(60_001))) {
            assertThatThrownBy(() -> late.withGranularity(wrong))
                    .hasMessage("granularity must be 1 s to 60 s: " + wrong.toMillis() + "ms");
        }
    }

    @Test
    void whatIsNotSetHasItsDefaultAndEqualPartsAreEqual() {
        RenewalPolicy policy = RenewalPolicy.builder(Timeout.ofSeconds(30))
                .attemptDeadline(Duration.ofSeconds(2))
                .build();
        assertThat(policy.interval()).hasMillis(7_500);
        assertThat(policy.backoff()).hasSeconds(1);
        assertThat(policy.onDead()).isEqualTo(OnDead.EXPIRE);
        assertThat(policy)
                .hasToString("30s every 7500ms, attempts of 2s, backoff 1s, EXPIRE")
                .isNotEqualTo(RenewalPolicy.ofSeconds(30));
        assertThat(RenewalPolicy.ofSeconds(30))
                .isEqualTo(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .hasSameHashCodeAs(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
    }
}
