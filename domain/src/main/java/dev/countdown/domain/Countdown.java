package dev.countdown.domain;

import java.util.Objects;

/**
 * What is asked of the exchange: cancel the pending orders of a scope unless asked again within the timeout; or, with a
 * timeout of 0, take the countdown of that scope away. Immutable.
 *
 * @param scope which orders
 * @param timeout how long the exchange waits
 */
public record Countdown(Scope scope, Timeout timeout) {

    /**
     * Refuses null.
     *
     * @param scope which orders
     * @param timeout what the exchange is asked to wait; 0 to disarm
     */
    public Countdown {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(timeout, "timeout");
    }

    /**
     * Arms, or renews, the countdown of a scope.
     *
     * @param scope which orders
     * @param timeout at least 5 seconds
     * @return the countdown
     * @throws IllegalArgumentException if the timeout is 0
     */
    public static Countdown arm(Scope scope, Timeout timeout) {
        if (Objects.requireNonNull(timeout, "timeout").isDisarm()) {
            throw new IllegalArgumentException("timeout of an armed countdown must be at least 5 seconds: 0");
        }
        return new Countdown(scope, timeout);
    }

    /**
     * Takes the countdown of a scope away; its orders stay, unguarded.
     *
     * @param scope which orders
     * @return the countdown with timeout 0
     */
    public static Countdown disarm(Scope scope) {
        return new Countdown(scope, Timeout.DISARM);
    }

    /**
     * Whether this takes a countdown away.
     *
     * @return true if the timeout is 0
     */
    public boolean isDisarm() {
        return timeout.isDisarm();
    }

    @Override
    public String toString() {
        return isDisarm() ? "disarm " + scope : "arm " + scope + " " + timeout;
    }
}
