package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {

    @Property
    void everySpanFromFiveSecondsOnIsATimeout(@ForAll @IntRange(min = 5, max = Integer.MAX_VALUE) int seconds) {
        Timeout timeout = Timeout.ofSeconds(seconds);
        assertThat(timeout.isDisarm()).isFalse();
        assertThat(timeout.toDuration()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(Timeout.of(timeout.toDuration())).isEqualTo(timeout);
        assertThat(timeout).isGreaterThan(Timeout.DISARM).hasToString(seconds + "s");
    }

    @Test
    void zeroTakesACountdownAway() {
        assertThat(Timeout.of(Duration.ZERO)).isEqualTo(Timeout.DISARM);
        assertThat(Timeout.DISARM.isDisarm()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 1, 4})
    void refusesWhatTheExchangeRefuses(int seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeout.ofSeconds(seconds))
                .withMessage("timeout must be 0 or at least 5 seconds: " + seconds);
        assertThatIllegalArgumentException().isThrownBy(() -> Timeout.of(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5.5S", "PT0.000000001S", "PT-0.5S", "PT4.999S"})
    void refusesFractionsOfASecond(String duration) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeout.of(Duration.parse(duration)))
                .withMessage("timeout must be whole seconds: " + duration);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE + 1L, 1L << 32, (1L << 32) + 5, Integer.MIN_VALUE - 1L})
    void refusesWhatAnIntCannotHold(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeout.of(Duration.ofSeconds(seconds)))
                .withMessage("timeout must be at most 2147483647 seconds: " + seconds);
    }

    @Test
    void shorterComesBeforeLonger() {
        assertThat(Timeout.MINIMUM).isLessThan(Timeout.ofSeconds(6)).isEqualByComparingTo(Timeout.ofSeconds(5));
    }
}
