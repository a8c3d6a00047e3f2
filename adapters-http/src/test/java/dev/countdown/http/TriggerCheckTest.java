package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static TriggerCheck check(long resolution) {
        long received = EPOCH_MILLIS * Nanos.MILLI;
        Countdown arm = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
        Sent sent = new Sent(arm, "key", new Stamp("1", received, Duration.ofSeconds(60)), 0, Duration.ofSeconds(65));
        Optional<ReplyTimes> times = Optional.of(new ReplyTimes(received, received, resolution));
        return new TriggerCheck(new ExchangeClock(new ShiftedClock()), sent, times, ROUND_TRIP * Nanos.MILLI);
    }
}
