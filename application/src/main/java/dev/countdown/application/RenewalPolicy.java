package dev.countdown.application;

import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Objects;

/**
 * When a keeper renews. Immutable. Every default stands in {@link #forTimeout(Timeout, Duration)}.
 *
 * @param timeout what the exchange is asked to wait, T; at least 5 s
 * @param interval from one send to the next, I; positive, at most T/2
 * @param attemptDeadline for one attempt, the body of its reply included, A; positive
 * @param backoff before the first retry of an attempt that failed quickly, b; positive
 * @param onDead what to do when liveness fails
 */
public record RenewalPolicy(
        Timeout timeout, Duration interval, Duration attemptDeadline, Duration backoff, OnDead onDead) {

    /** What to do when liveness fails. */
    public enum OnDead {
        /** Let the countdown run out: the orders are cancelled within T. */
        EXPIRE,
        /** Send the minimum timeout: the orders are cancelled within 5 s and the exchange's second, once it is acknowledged. */
        EXPIRE_SOON
    }

    /**
     * Refuses races: two full retries must fit before the switch fires.
     *
     * @param timeout what the exchange is asked to wait, T; at least 5 s
     * @param interval from one send to the next, I; positive, at most T/2
     * @param attemptDeadline for one attempt, the body of its reply included, A; positive
     * @param backoff before the first retry of an attempt that failed quickly, b; positive
     * @param onDead what to do when liveness fails
     * @throws IllegalArgumentException if a span is not positive, {@code interval > timeout / 2}, or {@code interval + 3 *
     *     (attemptDeadline + backoff) > timeout}
     */
    public RenewalPolicy {
        if (Objects.requireNonNull(timeout, "timeout").isDisarm()) {
            throw new IllegalArgumentException("timeout to keep must be at least 5 seconds: 0");
        }
        requirePositive("interval", interval);
        requirePositive("attempt deadline", attemptDeadline);
        requirePositive("backoff", backoff);
        Objects.requireNonNull(onDead, "onDead");
        Duration span = timeout.toDuration();
        if (interval.compareTo(span.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("interval must be at most half the timeout of " + timeout
                    + ", or a renewal races the switch and it fires by mistake: " + text(interval));
        }
        Duration attempt = Durations.bounded(attemptDeadline).plus(Durations.bounded(backoff));
        Duration retried = interval.plus(attempt.multipliedBy(3));
        if (retried.compareTo(span) > 0) {
            throw new IllegalArgumentException(
                    "interval + 3 x (attempt deadline + backoff) must be at most the timeout of " + timeout
                            + ", so that two retries fit: " + text(retried));
        }
    }

    /**
     * The defaults for a timeout.
     *
     * @param timeout at least 5 s
     * @return a policy with an interval of a quarter of the timeout
     * @throws IllegalArgumentException if the timeout is 0
     */
    public static RenewalPolicy forTimeout(Timeout timeout) {
        return forTimeout(
                timeout, Objects.requireNonNull(timeout, "timeout").toDuration().dividedBy(4));
    }

    /**
     * The defaults for a timeout and an interval: an attempt deadline of {@code max(500 ms, min(3 s, (T - I) / 5))}, a
     * backoff of {@code max(1 ms, min(1 s, (T - I) / 10))}, and {@link OnDead#EXPIRE}.
     *
     * @param timeout at least 5 s
     * @param interval at most half the timeout
     * @return the policy
     * @throws IllegalArgumentException if the policy would be a race
     */
    public static RenewalPolicy forTimeout(Timeout timeout, Duration interval) {
        Duration span = Objects.requireNonNull(timeout, "timeout").toDuration();
        Duration slack = span.minus(Durations.bounded(Objects.requireNonNull(interval, "interval")));
        Duration attemptDeadline = max(Duration.ofMillis(500), min(Duration.ofSeconds(3), slack.dividedBy(5)));
        Duration backoff = max(Duration.ofMillis(1), min(Duration.ofSeconds(1), slack.dividedBy(10)));
        return new RenewalPolicy(timeout, interval, attemptDeadline, backoff, OnDead.EXPIRE);
    }

    /**
     * The same policy with another answer to a failed liveness.
     *
     * @param choice what to do when liveness fails
     * @return the policy
     */
    public RenewalPolicy withOnDead(OnDead choice) {
        return new RenewalPolicy(timeout, interval, attemptDeadline, backoff, choice);
    }

    /**
     * The policy while a shorter timeout may be in force; one that is faster than its defaults is never slowed down.
     *
     * @param shortest the timeout that may be in force
     * @return this, if that timeout is not shorter
     */
    public RenewalPolicy at(Timeout shortest) {
        if (shortest.compareTo(timeout) >= 0) {
            return this;
        }
        return forTimeout(shortest, min(forTimeout(shortest).interval(), interval));
    }

    private static void requirePositive(String what, Duration span) {
        if (Objects.requireNonNull(span, what).isNegative() || span.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + text(span));
        }
    }

    private static String text(Duration span) {
        if (!Durations.bounded(span).equals(span)) {
            return span.toString();
        }
        return span.toMillis() % 1000 == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
