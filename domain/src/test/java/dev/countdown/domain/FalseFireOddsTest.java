package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseFireOddsTest {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    @ParameterizedTest
    @CsvSource({
        "5000, 1250, 750, 5, 2500, 6.9e-6, 2.2e-2, 0.49, 0.83",
        "30000, 7500, 3000, 8, 19000, 1.2e-12, 4.5e-7, 7.8e-3, 0.29",
        "30000, 10000, 3000, 7, 16500, 8.6e-11, 6.8e-6, 1.2e-2, 0.32",
        "60000, 15000, 3000, 15, 41500, 5.8e-27, 1.8e-16, 7.1e-5, 8.6e-2",
        "120000, 30000, 3000, 30, 86500, 2.9e-57, 2.7e-36, 4.6e-9, 6.7e-3",
    })
    void agreesWithTheTableOfTheModel(
            long timeout,
            long interval,
            long attemptDeadline,
            long attempts,
            long outage,
            double atOnePercent,
            double atFivePercent,
            double meanFive,
            double meanTwenty) {
        FalseFireOdds odds = odds(timeout, interval, attemptDeadline);
        assertThat(odds.usableAttempts()).isEqualTo(attempts);
        assertThat(odds.longestOutageSurvived()).isEqualTo(Duration.ofMillis(outage));
        assertTwoDigits(odds.perDay(0.01), atOnePercent);
        assertTwoDigits(odds.perDay(0.05), atFivePercent);
        assertTwoDigits(odds.perDayFromOutages(1, Duration.ofSeconds(5)), meanFive);
        assertTwoDigits(odds.perDayFromOutages(1, Duration.ofSeconds(20)), meanTwenty);
    }

    @Test
    void aRaceFiresInEveryCycle() {
        FalseFireOdds race = odds(30_000, 30_000, 3_000);
        assertThat(race.usableAttempts()).isZero();
        assertThat(race.perDay(0)).isEqualTo(2880);
        assertThat(race.perDayFromOutages(0, Duration.ofSeconds(5))).isEqualTo(2880);
        assertThat(race.longestOutageSurvived()).isZero();
    }

    @Test
    void nothingLostNeverFiresAndEverythingLostAlwaysDoes() {
        FalseFireOdds odds = odds(30_000, 7_500, 3_000);
        assertThat(odds.perCycle(0)).isZero();
        assertThat(odds.perCycle(1)).isEqualTo(1);
        assertThat(odds.perDayFromOutages(0, Duration.ofSeconds(5))).isZero();
    }

    @Test
    void theLastAttemptMayArriveExactlyAtTheEnd() {
        assertThat(odds(10_500, 4_000, 3_000).usableAttempts()).isEqualTo(3);
        assertThat(odds(10_499, 4_000, 3_000).usableAttempts()).isEqualTo(2);
    }

    @Test
    void exposureAddsUpWhatCanDelayTheCancel() {
        Duration exposure = odds(30_000, 7_500, 3_000)
                .exposureAfterDeath(Duration.ofSeconds(63), Duration.ofSeconds(2), Duration.ofMillis(500));
        assertThat(exposure).isEqualTo(Duration.ofMillis(96_500));
    }

    @Test
    void refusesSpansAndRatesThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> odds(0, 1, 1)).withMessageStartingWith("timeout");
        assertThatIllegalArgumentException().isThrownBy(() -> odds(1, 0, 1)).withMessageStartingWith("interval");
        assertThatIllegalArgumentException().isThrownBy(() -> odds(1, 1, -1)).withMessageStartingWith("attempt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FalseFireOdds(HALF_A_SECOND, HALF_A_SECOND, HALF_A_SECOND, Duration.ofMillis(-1)))
                .withMessage("one-way delay must not be negative: PT-0.001S");
        FalseFireOdds odds = odds(30_000, 7_500, 3_000);
        assertThatIllegalArgumentException().isThrownBy(() -> odds.perDay(1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> odds.perDay(-0.01));
        assertThatIllegalArgumentException().isThrownBy(() -> odds.perCycle(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> odds.perDayFromOutages(-1, HALF_A_SECOND));
        assertThatIllegalArgumentException().isThrownBy(() -> odds.perDayFromOutages(1, Duration.ZERO));
    }

    private static FalseFireOdds odds(long timeout, long interval, long attemptDeadline) {
        return new FalseFireOdds(
                Duration.ofMillis(timeout),
                Duration.ofMillis(interval),
                Duration.ofMillis(attemptDeadline),
                HALF_A_SECOND);
    }

    /** The model prints two significant digits. */
    private static void assertTwoDigits(double actual, double printed) {
        assertThat(actual).isCloseTo(printed, within(printed * 0.05));
    }
}
