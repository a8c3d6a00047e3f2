package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriggerCheckTest {

    private static final long EPOCH_MILLIS = 1_789_456_236_000L;
    private static final long ROUND_TRIP = 20;

    @Test
    void twoSecondsAndTheRoundTripAreAllowed() {
        assertAllowed(0, 2_000 + ROUND_TRIP);
    }

    @Test
    void aTimeOfWholeSecondsMayBeASecondFurtherOff() {
        assertAllowed(Nanos.SECOND, 3_000 + ROUND_TRIP);
    }

    private static void assertAllowed(long resolution, long millis) {
        long due = EPOCH_MILLIS + 30_000;
        TriggerCheck check = check(resolution);
        assertThat(check.isPlausible(due + millis)).isTrue();
        assertThat(check.isPlausible(due - millis)).isTrue();
        assertThat(check.isPlausible(due + millis + 1)).isFalse();
        assertThat(check.isPlausible(due - millis - 1)).isFalse();
    }

    @Test
    void withoutAHeaderThatTellsTheTimeTheClockDecides() {
        TriggerCheck check = new TriggerCheck(sent(EPOCH_MILLIS * Nanos.MILLI), Optional.empty(), 0);
        assertThat(check.isPlausible(EPOCH_MILLIS + 3_600_000)).isTrue();
        assertThat(check.isPlausible(EPOCH_MILLIS * 1_000)).as("microseconds").isFalse();
        assertThat(check.isPlausible(0)).isFalse();
    }

    private static TriggerCheck check(long resolution) {
        long received = EPOCH_MILLIS * Nanos.MILLI;
        return new TriggerCheck(
                sent(received), Optional.of(new ReplyTimes(received, resolution)), ROUND_TRIP * Nanos.MILLI);
    }

    private static SentRequest sent(long received) {
        Countdown arm = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
        Timestamps.RequestTimestamp stamp = new Timestamps.RequestTimestamp("1", received, Duration.ofSeconds(60));
        return new SentRequest(arm, "key", stamp, new ClockReading(0, EPOCH_MILLIS), Duration.ofSeconds(65));
    }
}
