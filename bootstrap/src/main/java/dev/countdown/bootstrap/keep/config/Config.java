package dev.countdown.bootstrap.keep.config;

import dev.countdown.bootstrap.keep.target.Budgets;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.http.Credentials;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is kept, and as whom.
 *
 * @param credentials of each login; read from the environment or a file when they are asked for
 * @param keyVariables names of the variables that a file names for keys and secrets, beside the usual ones
 * @param state the directory of the records for the next process; empty if there are none
 * @param guard how this is a node of several; empty where one process keeps it all
 */
public record Config(
        List<Target> targets,
        Map<Login, Supplier<Credentials>> credentials,
        Set<String> keyVariables,
        Optional<Path> state,
        Optional<GuardSection> guard) {

    /**
     * Checks the request budget of each account.
     *
     * @throws dev.countdown.bootstrap.cli.UsageException if one is exceeded
     */
    public Config {
        Budgets.check(targets, guard.map(GuardSection::copies).orElse(1));
    }

    /** What one process keeps. */
    Config(
            List<Target> targets,
            Map<Login, Supplier<Credentials>> credentials,
            Set<String> keyVariables,
            Optional<Path> state) {
        this(targets, credentials, keyVariables, state, Optional.empty());
    }

    /**
     * Reads the keys.
     *
     * @throws dev.countdown.bootstrap.cli.UsageException if one is missing
     */
    public Map<Login, Credentials> readCredentials() {
        Map<Login, Credentials> read = new HashMap<>();
        credentials.forEach((login, keys) -> read.put(login, keys.get()));
        return Map.copyOf(read);
    }
}
