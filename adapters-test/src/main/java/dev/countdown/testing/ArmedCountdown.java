package dev.countdown.testing;

import dev.countdown.domain.Countdown;
import java.time.Instant;

/**
 * A countdown that is running at the simulated exchange. Immutable.
 *
 * @param user whose
 * @param countdown as it was applied last
 * @param triggerTime when it ends, on the exchange's clock
 */
public record ArmedCountdown(String user, Countdown countdown, Instant triggerTime) {
    @Override
    public String toString() {
        return user + " " + countdown + ", until " + triggerTime;
    }
}
