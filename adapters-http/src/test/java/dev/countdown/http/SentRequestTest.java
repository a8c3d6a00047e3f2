package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentRequestTest {

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
        assertThat(isAnswer(due + millis, resolution)).isTrue();
        assertThat(isAnswer(due - millis, resolution)).isTrue();
        assertThat(isAnswer(due + millis + 1, resolution)).isFalse();
        assertThat(isAnswer(due - millis - 1, resolution)).isFalse();
    }

    @Test
    void withoutAHeaderThatTellsTheTimeTheClockDecides() {
        SentRequest sent = sent(EPOCH_MILLIS * Nanos.MILLI);
        assertThat(sent.isAnsweredBy(EPOCH_MILLIS + 3_600_000, Optional.empty(), 0))
                .isTrue();
        assertThat(sent.isAnsweredBy(EPOCH_MILLIS * 1_000, Optional.empty(), 0))
                .as("microseconds")
                .isFalse();
        assertThat(sent.isAnsweredBy(0, Optional.empty(), 0)).isFalse();
    }

    private static boolean isAnswer(long triggerMillis, long resolution) {
        long received = EPOCH_MILLIS * Nanos.MILLI;
        return sent(received)
                .isAnsweredBy(
                        triggerMillis, Optional.of(new ReplyTimes(received, resolution)), ROUND_TRIP * Nanos.MILLI);
    }

    private static SentRequest sent(long received) {
        Countdown arm = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
        RequestTimestamp stamp = new RequestTimestamp("1", received, Duration.ofSeconds(60));
        return new SentRequest(arm, "key", stamp, new ClockReading(0, EPOCH_MILLIS), Duration.ofSeconds(65));
    }
}
