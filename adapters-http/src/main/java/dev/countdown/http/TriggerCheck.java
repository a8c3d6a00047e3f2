package dev.countdown.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a trigger time can be the answer to this very request: within 2 s and the round trip of the exchange's time +
 * timeout; 0 for a cancel. The exchange's time is what the reply says; else what earlier replies showed. Where none ever
 * did, the Timestamp stands in: an exchange that accepted it is within 60 s of it, so that much is allowed for.
 */
record TriggerCheck(ExchangeClock clock, Sent sent, Optional<ReplyTimes> times, long heard) {

    private static final long SLACK = 2 * Nanos.SECOND;
    private static final long MAX_MILLIS = Long.MAX_VALUE / Nanos.MILLI;

    boolean isPlausible(long triggerMillis) {
        if (sent.countdown().isCancel()) {
            return triggerMillis == 0;
        }
        if (triggerMillis > MAX_MILLIS) {
            return false;
        }
        long timeout = sent.countdown().timeout().toDuration().toNanos();
        long off = Math.abs(triggerMillis * Nanos.MILLI - timeout - applied());
        return off <= SLACK + (heard - sent.at()) + doubt().toNanos();
    }

    private long applied() {
        return times.map(ReplyTimes::received)
                .orElseGet(() ->
                        clock.isMeasured() ? clock.at(sent.at()) : sent.stamp().nanos());
    }

    private Duration doubt() {
        return times.map(t -> Duration.ofNanos(t.resolution())).orElseGet(() -> clock.uncertainty(sent.at()));
    }
}
