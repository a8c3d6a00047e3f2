package dev.countdown.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * The newest acknowledgement of a process that has ended, as it recorded it for the next one. Our monotonic clock ends with a
 * process; the exchange's trigger times and the wall clock do not. Immutable.
 *
 * @param timeout what was asked for; at least 5 s
 * @param triggerTime when that countdown ends, on the exchange's clock
 * @param sentAt our wall clock before it was sent, in milliseconds since the epoch
 * @param wholeSeconds whether every trigger time so far was a whole second
 */
public record RecordedAcknowledgement(Timeout timeout, Instant triggerTime, long sentAt, boolean wholeSeconds) {

    /**
     * Checks the parts.
     *
     * @param timeout what was asked for; at least 5 s
     * @param triggerTime when that countdown ends, on the exchange's clock
     * @param sentAt our wall clock before it was sent, in milliseconds since the epoch
     * @param wholeSeconds whether every trigger time so far was a whole second
     * @throws IllegalArgumentException if the timeout is 0, or the trigger time cannot be one of an exchange
     */
    public RecordedAcknowledgement {
        if (Objects.requireNonNull(timeout, "timeout").isDisarm()) {
            throw new IllegalArgumentException("recorded timeout must be at least 5 seconds: 0");
        }
        if (!ExchangeTime.isPossible(Objects.requireNonNull(triggerTime, "triggerTime"))) {
            throw new IllegalArgumentException("recorded trigger time must be from 1970 to 2199: " + triggerTime);
        }
    }

    /** How long after its send it certainly guarded. */
    long claimNanos() {
        return new UnresolvedRequest(timeout, 0).claimNanos(wholeSeconds);
    }

    /** When the exchange applied it, by its own clock. */
    Instant applied() {
        return triggerTime.minus(timeout.toDuration());
    }
}
