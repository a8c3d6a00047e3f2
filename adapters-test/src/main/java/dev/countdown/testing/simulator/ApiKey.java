package dev.countdown.testing.simulator;

import dev.countdown.testing.InMemoryExchange;

/**
 * An API key that {@link ExchangeSimulator} knows. Immutable; the secret is not printed.
 *
 * @param key sent with each request
 * @param secret signs each request
 * @param user whose orders and countdowns it gives access to
 * @param readOnly whether it may not place orders or set countdowns
 */
public record ApiKey(String key, String secret, String user, boolean readOnly) {

    /** Key and secret {@code demo}, of the user {@link InMemoryExchange#DEFAULT_USER}. */
    public static final ApiKey DEMO = new ApiKey("demo", "demo", InMemoryExchange.DEFAULT_USER, false);

    /**
     * A key that may do everything for a user.
     *
     * @param key sent with each request
     * @param secret signs each request
     * @param user whose orders and countdowns it gives access to
     * @return the key
     */
    public static ApiKey of(String key, String secret, String user) {
        return new ApiKey(key, secret, user, false);
    }

    @Override
    public String toString() {
        return "ApiKey[" + key + " of " + user + (readOnly ? ", read only" : "") + "]";
    }
}
