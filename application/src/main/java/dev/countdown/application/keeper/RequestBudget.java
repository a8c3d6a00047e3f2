package dev.countdown.application.keeper;

import dev.countdown.application.Durations;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;

/**
 * How many requests one account may send in a sliding window. Immutable.
 *
 * @param requests at least 1
 * @param window positive
 * @param renewals how many of them renewals may need; the rest is for retries
 */
public record RequestBudget(int requests, Duration window, double renewals) {

    /**
     * 200 requests in 10 s: what Gate documents for options endpoints, and is taken for the countdowns of each market, per endpoint
     * and user.
     */
    public static final RequestBudget GATE_OPTIONS = new RequestBudget(200, Duration.ofSeconds(10));

    /** The share of a budget that renewals may need; the rest is for retries. */
    private static final double SHARE = 0.8;

    private static final double ROUNDING = 1e-6;

    private static final double LONGEST_APART = Duration.ofDays(1).toNanos();

    private static final String EXPIRING_SOON = " (expire-soon needs the pace of a timeout of " + Timeout.MINIMUM + ")";

    /**
     * Checks all parts.
     *
     * @param requests at least 1
     * @param window positive
     * @param renewals how many of them renewals may need; positive
     * @throws IllegalArgumentException if there is not at least one request, or something is not positive
     */
    public RequestBudget {
        if (requests < 1) {
            throw new IllegalArgumentException("requests must be at least 1: " + requests);
        }
        if (Objects.requireNonNull(window, "window").isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive: " + window);
        }
        if (!(renewals > 0)) {
            throw new IllegalArgumentException("renewals must be positive: " + renewals);
        }
    }

    /**
     * A budget of which renewals may need 80 %.
     *
     * @param requests at least 1
     * @param window positive
     * @throws IllegalArgumentException if there is not at least one request, or the window is not positive
     */
    public RequestBudget(int requests, Duration window) {
        this(requests, window, SHARE * requests);
    }

    /**
     * What one of several processes may send that keep the same countdowns: together they stay within this budget. Of countdowns as
     * many fit as if their number were divided and nothing rounded.
     *
     * @param copies how many processes; at least 1
     * @return its part, rounded down, but at least one request
     * @throws IllegalArgumentException if there is no process
     */
    public RequestBudget dividedBy(int copies) {
        if (copies < 1) {
            throw new IllegalArgumentException("copies must be at least 1: " + copies);
        }
        return new RequestBudget(Math.max(1, requests / copies), window, renewals / copies);
    }

    long windowNanos() {
        return Durations.bounded(window).toNanos();
    }

    /**
     * Checks that the renewals of one account fit, with room left for retries: they may need 80 % of the budget at most. A
     * policy to expire soon needs the pace of the minimum timeout: as long as its shorter request may be applied, a strategy that
     * lives again is guarded at that pace.
     *
     * @param account for the message
     * @param policies one for each countdown
     * @throws IllegalArgumentException if they do not fit; the message names the account, what it needs and the limit
     */
    public void requireRoom(String account, Collection<RenewalPolicy> policies) {
        requireRoom(
                account,
                policies.stream().mapToDouble(RequestBudget::renewalsPerSecond).sum(),
                policies.stream().anyMatch(RequestBudget::expiresSoon));
    }

    /** The same for what was summed up before. */
    void requireRoom(String account, double renewalsPerSecond, boolean expiresSoon) {
        double needed = renewalsPerSecond * windowNanos() / 1e9;
        if (needed > renewals + ROUNDING) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "renewals of account %s must need at most 80 %% of its budget of %d requests in %d s: %.2f, "
                            + "allowed are %.2f%s",
                    account,
                    requests,
                    window.toSeconds(),
                    needed,
                    renewals,
                    expiresSoon ? EXPIRING_SOON : ""));
        }
    }

    /** How far renewals that use all they may are apart on average, in nanoseconds. */
    long apart() {
        return (long) Math.min(LONGEST_APART, windowNanos() / renewals);
    }

    /** What one countdown needs; one that expires soon has to keep pace with the minimum timeout while that may be in force. */
    static double renewalsPerSecond(RenewalPolicy policy) {
        RenewalPolicy fastest = expiresSoon(policy) ? policy.at(Timeout.MINIMUM) : policy;
        return 1e9 / fastest.interval().toNanos();
    }

    private static boolean expiresSoon(RenewalPolicy policy) {
        return policy.onDead() == OnDead.EXPIRE_SOON;
    }
}
