package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a 2xx reply said: the exchange applied this countdown. Both times are on the exchange's clock, never on ours.
 * Immutable.
 *
 * @param countdown what was applied
 * @param triggerTime when the countdown ends, to the millisecond; empty if the reply gave none, and for a cancel
 * @param appliedAt when the exchange received the request ({@code X-In-Time}, microseconds); empty if the reply gave none
 */
public record Acknowledgement(Countdown countdown, Optional<Instant> triggerTime, Optional<Instant> appliedAt) {

    /**
     * An acknowledgement with nothing but the countdown it is for.
     *
     * @param countdown what was applied
     * @return the acknowledgement
     */
    public static Acknowledgement of(Countdown countdown) {
        return new Acknowledgement(countdown, Optional.empty(), Optional.empty());
    }

    /**
     * An acknowledgement with a trigger time.
     *
     * @param countdown what was applied
     * @param triggerTime when the countdown ends, on the exchange's clock
     * @return the acknowledgement
     */
    public static Acknowledgement of(Countdown countdown, Instant triggerTime) {
        return new Acknowledgement(countdown, Optional.of(triggerTime), Optional.empty());
    }

    /** How long from its own application on the reply itself says that the exchange will wait; empty if it does not say. */
    Optional<Duration> promise() {
        return triggerTime.flatMap(end -> appliedAt.map(in -> Duration.between(in, end)));
    }

    /** The moment of application that the trigger time implies, on the exchange's clock. */
    Optional<Instant> impliedApplication() {
        return triggerTime.map(end -> end.minus(countdown.timeout().toDuration()));
    }
}
