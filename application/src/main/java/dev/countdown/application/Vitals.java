package dev.countdown.application;

import java.time.Duration;
import java.util.Optional;

/** What liveness answered: why the strategy is not alive, if it is not, and how soon to ask again. */
record Vitals(Optional<String> failure, Duration askAgainWithin) {

    /** A probe that wants to be asked all the time must not keep a core busy. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    static Vitals of(Liveness liveness) {
        try {
            return new Vitals(liveness.failure(), atLeastShortest(liveness.askAgainWithin()));
        } catch (Throwable broken) {
            return new Vitals(
                    Optional.of("liveness threw " + broken.getClass().getName()), Liveness.UNWATCHED.askAgainWithin());
        }
    }

    private static Duration atLeastShortest(Duration wish) {
        return wish.compareTo(SHORTEST) < 0 ? SHORTEST : wish;
    }
}
