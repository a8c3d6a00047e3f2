package dev.countdown.application.machine;

import dev.countdown.application.Durations;
import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import java.time.Duration;
import java.util.Objects;

/** What liveness answered: whether the strategy is alive, and how soon to ask again. */
public record LivenessReading(Verdict verdict, Duration askAgainWithin) {

    /** A probe that wants to be asked all the time must not keep a core busy. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Longer than any interval in use, and short enough to count in nanoseconds. */
    private static final Duration LONGEST = Duration.ofHours(1);

    public static LivenessReading of(Liveness liveness) {
        try {
            return new LivenessReading(
                    Objects.requireNonNull(liveness.check()),
                    Durations.within(SHORTEST, liveness.askAgainWithin(), LONGEST));
        } catch (Throwable broken) {
            return new LivenessReading(
                    Verdict.dead("liveness threw " + broken.getClass().getName()), Liveness.UNWATCHED.askAgainWithin());
        }
    }
}
