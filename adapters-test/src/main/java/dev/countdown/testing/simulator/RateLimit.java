package dev.countdown.testing.simulator;

import java.time.Duration;

/**
 * At most so many requests in any window, for each endpoint and user. Immutable.
 *
 * @param requests at least 1
 * @param window positive
 */
public record RateLimit(int requests, Duration window) {

    /** Orders may be cancelled, and those of options placed, 200 times a second. Documented by Gate for options, else assumed. */
    public static final RateLimit ORDERS = new RateLimit(200, Duration.ofSeconds(1));

    /** Orders of futures may be placed 100 times a second. Assumed. */
    public static final RateLimit FUTURES_PLACEMENTS = new RateLimit(100, Duration.ofSeconds(1));

    /** Orders of spot may be placed 10 times a second in each pair. Assumed. */
    public static final RateLimit SPOT_PLACEMENTS = new RateLimit(10, Duration.ofSeconds(1));

    /** Anything else may be done 200 times in 10 seconds. Documented by Gate; that the window slides is assumed. */
    public static final RateLimit OTHERS = new RateLimit(200, Duration.ofSeconds(10));

    /**
     * Checks the limit.
     *
     * @param requests at least 1
     * @param window positive
     * @throws IllegalArgumentException if the number or the window is not positive
     */
    public RateLimit {
        if (requests < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("rate limit must be positive: " + requests + " in " + window);
        }
    }
}
