package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"1500ms, 1500", "10s, 10000", "2m, 120000", "1h, 3600000", "0s, 0"})
    void aNumberAndAUnitAreRead(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(DurationText.parseSigned("-" + text)).isEqualTo(Duration.ofMillis(-millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1s", "1.5s", "s", "10 s", "1234567890s"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("duration must be written as");
    }

    @Test
    void aMissingUnitIsNamed() {
        assertThatThrownBy(() -> DurationText.parse("10"))
                .hasMessage("duration must have a unit, such as 10s or 10ms: '10'");
        assertThatThrownBy(() -> DurationText.parseSigned("-10"))
                .hasMessage("duration must have a unit, such as 10s or 10ms: '10'");
    }

    @ParameterizedTest
    @CsvSource({"10, 10000", "10s, 10000", "1500ms, 1500"})
    void anIntervalWithoutAUnitIsInSecondsAsATimeoutIs(String text, long millis) {
        assertThat(DurationText.parseInterval(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "999, 999 ms", "7390, 7.3 s", "119999, 119.9 s", "125000, 2 min 5 s"})
    void theTextNeverExceedsTheSpan(long millis, String text) {
        assertThat(DurationText.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
