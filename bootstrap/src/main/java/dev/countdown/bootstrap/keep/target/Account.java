package dev.countdown.bootstrap.keep.target;

import java.net.URI;

/**
 * Whose orders, at which exchange.
 *
 * @param name ours; empty for the one account of the environment
 */
public record Account(String name, Login login) {

    public URI baseUri() {
        return login.baseUri();
    }
}
