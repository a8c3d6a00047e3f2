package dev.countdown.application;

import java.time.Duration;

/**
 * How many requests one account may send in a sliding window. Immutable.
 *
 * @param requests at least 1
 * @param window positive
 */
public record RequestBudget(int requests, Duration window) {

    /** 200 requests in 10 s: what Gate documents for options endpoints, taken per endpoint and user. */
    public static final RequestBudget GATE_OPTIONS = new RequestBudget(200, Duration.ofSeconds(10));

    /** The share of a budget that renewals may need; the rest is for retries. */
    private static final double SHARE = 0.8;

    /**
     * Checks both parts.
     *
     * @param requests at least 1
     * @param window positive
     * @throws IllegalArgumentException if there is not at least one request, or the window is not positive
     */
    public RequestBudget {
        if (requests < 1) {
            throw new IllegalArgumentException("requests must be at least 1: " + requests);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive: " + window);
        }
    }

    long windowNanos() {
        return Durations.bounded(window).toNanos();
    }

    /** How many renewals a second fit, with room left for retries. */
    double renewalsPerSecond() {
        return SHARE * requests / (windowNanos() / 1e9);
    }
}
