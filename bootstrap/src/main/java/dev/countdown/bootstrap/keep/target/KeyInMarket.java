package dev.countdown.bootstrap.keep.target;

import dev.countdown.http.Market;

/**
 * What has countdowns and a request limit of its own at the exchange: a key in one market. Two base URLs may be one exchange,
 * so they do not tell it apart.
 *
 * @param key the variable that holds the key, never the key itself
 */
public record KeyInMarket(String key, Market market) {

    /** Such as {@code GATE_API_KEY spot}. */
    @Override
    public String toString() {
        return key + " " + market;
    }
}
