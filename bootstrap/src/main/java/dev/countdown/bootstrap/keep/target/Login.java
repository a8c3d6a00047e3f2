package dev.countdown.bootstrap.keep.target;

import java.net.URI;

/**
 * What the exchange sees of an account, which may have several names here: who signs, and where. Two base URLs may be one
 * exchange, so an account is told from another by its key alone.
 *
 * @param baseUri the exchange
 * @param key the variable that holds the key, never the key itself
 */
public record Login(URI baseUri, String key) {

    @Override
    public String toString() {
        return key + " at " + baseUri;
    }
}
