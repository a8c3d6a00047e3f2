package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a trigger time can be the answer to this very countdown: 0 for a disarm; else, where the reply's headers tell the
 * exchange's time, that time + timeout to within 2 s and the round trip. Whether it is the answer to an older request is not
 * asked here: see {@link MeasuredClock#admits}.
 */
record TriggerCheck(SentRequest sent, Optional<ReplyTimes> times, long roundTrip) {

    private static final long SLACK = 2 * Nanos.SECOND;
    private static final long MAX_MILLIS = Long.MAX_VALUE / Nanos.MILLI;

    boolean isPlausible(long triggerMillis) {
        if (sent.countdown().isDisarm()) {
            return triggerMillis == 0;
        }
        if (triggerMillis > MAX_MILLIS) {
            return false;
        }
        long applied = triggerMillis * Nanos.MILLI
                - sent.countdown().timeout().toDuration().toNanos();
        return ReplyTimes.isPlausible(applied)
                && times.map(t -> Math.abs(applied - t.received()) <= SLACK + roundTrip + t.resolution())
                        .orElse(true);
    }

    /** When the exchange applied an arm, by its trigger time; a whole second may have been cut. */
    static ExchangeTime applied(SentRequest sent, Instant trigger, ClockReading heard) {
        boolean whole = trigger.toEpochMilli() % 1_000 == 0;
        Instant shown = trigger.minus(sent.countdown().timeout().toDuration());
        return new ExchangeTime(shown, whole ? Duration.ofSeconds(1) : Duration.ZERO, sent.at(), heard);
    }
}
