package dev.countdown.application.machine;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of a request for the exchange's time.
 *
 * @param shown the exchange's time; empty if it is not known
 * @param possible false if the gateway can never tell it
 */
public record TimeAnswer(Optional<Instant> shown, boolean possible) {

    /** Not this time: a later request may be answered. */
    public static final TimeAnswer FAILED = new TimeAnswer(Optional.empty(), true);

    /** An answer: where it is empty, the gateway cannot tell the time. */
    public static TimeAnswer of(Optional<Instant> shown) {
        return new TimeAnswer(shown, shown.isPresent());
    }
}
