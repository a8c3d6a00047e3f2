package dev.countdown.application;

import java.time.Duration;

/**
 * Whether another attempt makes sense after a refusal, and how soon. Immutable.
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
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
    }

    /**
     * Another attempt may be made after a delay, as a rate limit asks.
     *
     * @param delay not negative
     * @return the advice
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Retry after(Duration delay) {
        return new Retry(true, delay);
    }
}
