package dev.countdown.application;

import dev.countdown.domain.Timeout;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a keeper renews. Immutable; two with the same parts are equal. It may get further parts: the defaults and the builder hide
 * them.
 */
public final class RenewalPolicy {

    /** What to do when liveness fails. */
    public enum OnDead {
        /** Let the countdown run out: the orders are cancelled within T. */
        EXPIRE,
        /** Send the minimum timeout: the orders are cancelled within about 6 s, the exchange's own second included, once it is acknowledged. */
        EXPIRE_SOON
    }

    /** The longest granularity. */
    private static final Duration LATEST = Duration.ofSeconds(60);

    private final Parts parts;

    private RenewalPolicy(Parts parts) {
        this.parts = parts;
    }

    /**
     * The defaults for a timeout.
     *
     * @param timeout at least 5 s
     * @return a policy with an interval of a quarter of the timeout
     * @throws IllegalArgumentException if the timeout is 0
     */
    public static RenewalPolicy forTimeout(Timeout timeout) {
        return builder(timeout).build();
    }

    /**
     * The defaults for a timeout and an interval.
     *
     * @param timeout at least 5 s
     * @param interval at most half the timeout
     * @return the policy
     * @throws IllegalArgumentException if the policy would be a race
     */
    public static RenewalPolicy forTimeout(Timeout timeout, Duration interval) {
        return builder(timeout).interval(interval).build();
    }

    /**
     * The defaults for a timeout in seconds.
     *
     * @param seconds at least 5
     * @return a policy with an interval of a quarter of the timeout
     * @throws IllegalArgumentException if there are fewer
     */
    public static RenewalPolicy ofSeconds(int seconds) {
        return forTimeout(Timeout.ofSeconds(seconds));
    }

    /**
     * A policy of one's own. What is not set has its default.
     *
     * @param timeout what the exchange is asked to wait, T; at least 5 s
     * @return the builder
     */
    public static Builder builder(Timeout timeout) {
        return new Builder(Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * What the exchange is asked to wait.
     *
     * @return T; at least 5 s
     */
    public Timeout timeout() {
        return parts.timeout();
    }

    /**
     * From one send to the next.
     *
     * @return I; positive, at most T/2
     */
    public Duration interval() {
        return parts.interval();
    }

    /**
     * For one attempt, the body of its reply included.
     *
     * @return A; positive
     */
    public Duration attemptDeadline() {
        return parts.attemptDeadline();
    }

    /**
     * Before the first retry of an attempt that failed quickly.
     *
     * @return b; positive
     */
    public Duration backoff() {
        return parts.backoff();
    }

    /**
     * What to do when liveness fails.
     *
     * @return {@link OnDead#EXPIRE} unless it was chosen
     */
    public OnDead onDead() {
        return parts.onDead();
    }

    /**
     * How long after its deadline the exchange may take to fire.
     *
     * @return g; 1 s, {@link TriggerWindow#GRANULARITY}, unless more was chosen
     */
    public Duration granularity() {
        return parts.granularity();
    }

    /**
     * The same policy with another answer to a failed liveness.
     *
     * @param choice what to do when liveness fails
     * @return the policy
     */
    public RenewalPolicy withOnDead(OnDead choice) {
        return copy().onDead(choice).build();
    }

    /**
     * The same policy for an exchange that may fire later.
     *
     * @param span g; at least 1 s and at most 60 s
     * @return the policy
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RenewalPolicy withGranularity(Duration span) {
        return copy().granularity(span).build();
    }

    private Builder copy() {
        return builder(timeout())
                .interval(interval())
                .attemptDeadline(attemptDeadline())
                .backoff(backoff())
                .onDead(onDead())
                .granularity(granularity());
    }

    /**
     * The policy while a shorter timeout may be in force; one that is faster than its defaults is never slowed down.
     *
     * @param shortest the timeout that may be in force
     * @return this, if that timeout is not shorter
     */
    public RenewalPolicy at(Timeout shortest) {
        if (shortest.compareTo(timeout()) >= 0) {
            return this;
        }
        return builder(shortest)
                .interval(min(forTimeout(shortest).interval(), interval()))
                .granularity(granularity())
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RenewalPolicy policy && parts.equals(policy.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.toString();
    }

    /** Gathers the parts of a policy; every default stands in {@link #build()}. Not safe for use by several threads. */
    public static final class Builder {

        private final Timeout timeout;
        private Optional<Duration> interval = Optional.empty();
        private Optional<Duration> attemptDeadline = Optional.empty();
        private Optional<Duration> backoff = Optional.empty();
        private OnDead onDead = OnDead.EXPIRE;
        private Duration granularity = TriggerWindow.GRANULARITY;

        private Builder(Timeout timeout) {
            this.timeout = timeout;
        }

        /**
         * From one send to the next.
         *
         * @param span I; positive, at most T/2; {@code T / 4} unless given
         * @return this
         */
        public Builder interval(Duration span) {
            interval = Optional.of(Objects.requireNonNull(span, "interval"));
            return this;
        }

        /**
         * How long one attempt may take, the body of its reply included.
         *
         * @param span A; positive; {@code max(500 ms, min(3 s, (T - I) / 5))} unless given
         * @return this
         */
        public Builder attemptDeadline(Duration span) {
            attemptDeadline = Optional.of(Objects.requireNonNull(span, "attempt deadline"));
            return this;
        }

        /**
         * How long to wait before the first retry of an attempt that failed quickly.
         *
         * @param span b; positive; {@code max(1 ms, min(1 s, (T - I) / 10))} unless given
         * @return this
         */
        public Builder backoff(Duration span) {
            backoff = Optional.of(Objects.requireNonNull(span, "backoff"));
            return this;
        }

        /**
         * What to do when liveness fails.
         *
         * @param choice {@link OnDead#EXPIRE} unless given
         * @return this
         */
        public Builder onDead(OnDead choice) {
            onDead = Objects.requireNonNull(choice, "onDead");
            return this;
        }

        /**
         * How long after its deadline the exchange may take to fire. A longer one only makes the keeper say later that the switch
         * has fired.
         *
         * @param span g; at least 1 s and at most 60 s; 1 s unless given
         * @return this
         */
        public Builder granularity(Duration span) {
            granularity = Objects.requireNonNull(span, "granularity");
            return this;
        }

        /**
         * Refuses races: two full retries must fit before the switch fires.
         *
         * @return the policy
         * @throws IllegalArgumentException if the timeout is 0, a span is not positive, {@code interval > timeout / 2}, {@code
         *     interval + 3 * (attemptDeadline + backoff) > timeout}, or the granularity is not 1 s to 60 s
         */
        public RenewalPolicy build() {
            Duration span = timeout.toDuration();
            Duration every = interval.orElse(span.dividedBy(4));
            Duration slack = span.minus(Durations.bounded(every));
            return new RenewalPolicy(new Parts(
                    timeout,
                    every,
                    attemptDeadline.orElse(max(Duration.ofMillis(500), min(Duration.ofSeconds(3), slack.dividedBy(5)))),
                    backoff.orElse(max(Duration.ofMillis(1), min(Duration.ofSeconds(1), slack.dividedBy(10)))),
                    onDead,
                    granularity));
        }
    }

    private record Parts(
            Timeout timeout,
            Duration interval,
            Duration attemptDeadline,
            Duration backoff,
            OnDead onDead,
            Duration granularity) {
        Parts {
            if (timeout.isDisarm()) {
                throw new IllegalArgumentException("timeout to keep must be at least 5 seconds: 0");
            }
            requirePositive("interval", interval);
            requirePositive("attempt deadline", attemptDeadline);
            requirePositive("backoff", backoff);
            if (granularity.compareTo(TriggerWindow.GRANULARITY) < 0 || granularity.compareTo(LATEST) > 0) {
                throw new IllegalArgumentException("granularity must be 1 s to 60 s: " + text(granularity));
            }
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

        private static void requirePositive(String what, Duration span) {
            if (span.isNegative() || span.isZero()) {
                throw new IllegalArgumentException(what + " must be positive: " + text(span));
            }
        }

        private static String text(Duration span) {
            if (!Durations.bounded(span).equals(span)) {
                return span.toString();
            }
            return span.toMillis() % 1000 == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
        }

        @Override
        public String toString() {
            return timeout + " every " + text(interval) + ", attempts of " + text(attemptDeadline) + ", backoff "
                    + text(backoff) + ", " + onDead
                    + (granularity.equals(TriggerWindow.GRANULARITY) ? "" : ", fires within " + text(granularity));
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
