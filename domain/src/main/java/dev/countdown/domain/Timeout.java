package dev.countdown.domain;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long an exchange waits for the next request before it cancels the pending orders of a scope: whole seconds, 0 or at
 * least 5. 0 takes the countdown away. Immutable.
 *
 * @param seconds 0, or 5 to {@link Integer#MAX_VALUE}
 * @see <a href="https://www.gate.io/docs/developers/apiv4/en/#countdown-cancel-orders-3">Gate: "At least 5 seconds, 0
 *     means cancel countdown"</a>
 */
public record Timeout(int seconds) implements Comparable<Timeout> {

    /** Takes the countdown of a scope away. */
    public static final Timeout DISARM = new Timeout(0);

    /** The shortest timeout that arms: 5 seconds. */
    public static final Timeout MINIMUM = new Timeout(5);

    /**
     * Refuses what the exchange refuses.
     *
     * @param seconds 0, or 5 to {@link Integer#MAX_VALUE}
     * @throws IllegalArgumentException if {@code seconds} is neither 0 nor at least 5
     */
    public Timeout {
        if (seconds != 0 && seconds < 5) {
            throw new IllegalArgumentException("timeout must be 0 or at least 5 seconds: " + seconds);
        }
    }

    /**
     * A timeout of so many seconds.
     *
     * @param seconds 0, or at least 5
     * @return the timeout
     * @throws IllegalArgumentException if {@code seconds} is neither 0 nor at least 5
     */
    public static Timeout ofSeconds(int seconds) {
        return new Timeout(seconds);
    }

    /**
     * A timeout of a duration.
     *
     * @param duration whole seconds: 0, or at least 5
     * @return the timeout
     * @throws IllegalArgumentException if the duration has a fraction of a second, or is out of range
     */
    public static Timeout of(Duration duration) {
        if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("timeout must be whole seconds: " + duration);
        }
        if (duration.toSeconds() != (int) duration.toSeconds()) {
            throw new IllegalArgumentException(
                    "timeout must be at most " + Integer.MAX_VALUE + " seconds: " + duration.toSeconds());
        }
        return new Timeout((int) duration.toSeconds());
    }

    /**
     * Whether this takes a countdown away instead of arming one.
     *
     * @return true for 0 seconds
     */
    public boolean isDisarm() {
        return seconds == 0;
    }

    /**
     * The same span as a duration.
     *
     * @return whole seconds
     */
    public Duration toDuration() {
        return Duration.ofSeconds(seconds);
    }

    /** Shorter before longer. */
    @Override
    public int compareTo(Timeout other) {
        return Integer.compare(seconds, other.seconds);
    }

    @Override
    public String toString() {
        return seconds + "s";
    }
}
