package dev.countdown.testing.simulator;

import dev.countdown.testing.InMemoryExchange;

/**
 * An API key that {@link ExchangeSimulator} knows. Immutable; the secret is not printed.
 *
 * @param key sent with each request
 * @param secret signs each request
 * @param user whose orders and countdowns it gives access to
 * @param readOnly whether it may not place orders or set countdowns
 * @param refusal the error label with which each signed request of this key is refused, such as {@code IP_FORBIDDEN} or {@code
 *     FORBIDDEN}; empty if none is
 */
public record ApiKey(String key, String secret, String user, boolean readOnly, String refusal) {

    /** Key and secret {@code demo}, of the user {@link InMemoryExchange#DEFAULT_USER}. */
    public static final ApiKey DEMO = new ApiKey("demo", "demo", InMemoryExchange.DEFAULT_USER, false);

    /**
     * A key that is not refused.
     *
     * @param key sent with each request
     * @param secret signs each request
     * @param user whose orders and countdowns it gives access to
     * @param readOnly whether it may not place orders or set countdowns
     */
    public ApiKey(String key, String secret, String user, boolean readOnly) {
        this(key, secret, user, readOnly, "");
    }

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

    /**
     * The same key, each signed request of which is refused.
     *
     * @param label the error label, such as {@code IP_FORBIDDEN} for a machine that is not on the key's list of addresses
     * @return a copy
     */
    public ApiKey refusedWith(String label) {
        return new ApiKey(key, secret, user, readOnly, label);
    }

    @Override
    public String toString() {
        return "ApiKey[" + key + " of " + user + (readOnly ? ", read only" : "") + "]";
    }
}
