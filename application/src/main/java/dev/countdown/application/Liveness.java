package dev.countdown.application;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the strategy whose orders are guarded is alive. Asked between sends, before every attempt and once more right before
 * it is sent, on the scheduler's thread: it must return at once. A Throwable counts as a failure.
 */
@FunctionalInterface
public interface Liveness {

    /** For a strategy whose life is not watched: it is taken to be alive as long as this process is. */
    Liveness UNWATCHED = Optional::empty;

    /**
     * Why the strategy is not alive.
     *
     * @return the reason, for people; empty while it is alive
     */
    Optional<String> failure();

    /**
     * How soon to ask again, if nothing is sent before.
     *
     * @return positive; 500 ms unless an implementation knows when it will fail
     */
    default Duration askAgainWithin() {
        return Duration.ofMillis(500);
    }

    /**
     * Holds while all of these hold; the reason is that of the first that fails.
     *
     * @param parts the conditions
     * @return the conjunction
     */
    static Liveness all(List<Liveness> parts) {
        return new AllAlive(List.copyOf(Objects.requireNonNull(parts, "parts")));
    }
}
