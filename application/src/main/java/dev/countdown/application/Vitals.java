package dev.countdown.application;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What liveness answered: why the strategy is not alive, if it is not, and how soon to ask again. */
record Vitals(Optional<String> failure, Duration askAgainWithin) {

    /** A probe that wants to be asked all the time must not keep a core busy. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Longer than any interval in use, and short enough to count in nanoseconds. */
    private static final Duration LONGEST = Duration.ofHours(1);

    static Vitals of(Liveness liveness) {
        try {
            return new Vitals(Objects.requireNonNull(liveness.failure()), within(liveness.askAgainWithin()));
        } catch (Throwable broken) {
            return new Vitals(
                    Optional.of("liveness threw " + broken.getClass().getName()), Liveness.UNWATCHED.askAgainWithin());
        }
    }

    private static Duration within(Duration wish) {
        Duration least = wish.compareTo(SHORTEST) < 0 ? SHORTEST : wish;
        return least.compareTo(LONGEST) > 0 ? LONGEST : least;
    }
}
