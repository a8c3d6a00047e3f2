package dev.countdown.bootstrap;

import java.net.URI;

/**
 * Whose orders, at which exchange.
 *
 * @param name ours; empty for the one account of the environment
 */
record Account(String name, Login login) {

    URI baseUri() {
        return login.baseUri();
    }
}
