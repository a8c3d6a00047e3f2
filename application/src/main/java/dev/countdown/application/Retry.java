package dev.countdown.application;

import java.time.Duration;
import java.util.Objects;

/**
 * Whether another attempt makes sense after a refusal, and how soon. Immutable.
 *
 * <p>It is advice. For a delay above zero a keeper waits that long, bounded to 1 s to 60 s. It shortens the wait where that
 * leaves room for one more attempt before its claim ends.
 *
 * @param allowed false if the same request will be refused again
 * @param delay how long to wait at least; zero leaves it to the caller's backoff
 */
public record Retry(boolean allowed, Duration delay) {

    /** The same request will be refused again. */
    public static final Retry NEVER = new Retry(false, Duration.ZERO);

    /** Another attempt may be made at once. */
    public static final Retry NOW = new Retry(true, Duration.ZERO);

    /**
     * Checks the delay.
     *
     * @param allowed false if the same request will be refused again
     * @param delay how long to wait at least; zero leaves it to the caller's backoff
     * @throws IllegalArgumentException if the delay is negative
     */
    public Retry {
        if (Objects.requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
    }

    /**
     * Another attempt may be made after a delay, as a rate limit asks. A keeper waits for 60 s of it at most.
     *
     * @param delay not negative
     * @return the advice
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Retry after(Duration delay) {
        return new Retry(true, delay);
    }
}
