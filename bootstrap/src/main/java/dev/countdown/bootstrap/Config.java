package dev.countdown.bootstrap;

import dev.countdown.http.Credentials;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is kept, and as whom.
 *
 * @param credentials of each account by its name; read from the environment or a file when they are asked for
 */
record Config(List<Target> targets, Map<String, Supplier<Credentials>> credentials) {

    /**
     * Reads the keys.
     *
     * @throws UsageException if one is missing
     */
    Map<String, Credentials> readCredentials() {
        Map<String, Credentials> read = new HashMap<>();
        credentials.forEach((name, keys) -> read.put(name, keys.get()));
        return Map.copyOf(read);
    }
}
