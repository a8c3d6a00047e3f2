package dev.countdown.bootstrap.cli;

import dev.countdown.http.Credentials;
import dev.countdown.http.SecretFile;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys come from the environment or a file; never from arguments, which any user of the machine can read. */
public final class Keys {

    public static final String KEY = "GATE_API_KEY";
    public static final String SECRET = "GATE_API_SECRET";
    public static final String SECRET_FILE = "GATE_API_SECRET_FILE";

    /** For the help of each command that reads them. */
    public static final String VARIABLES = "Environment:%n  GATE_API_KEY          the API key"
            + "%n  GATE_API_SECRET       its secret, or"
            + "%n  GATE_API_SECRET_FILE  a file that holds the secret and that only you can read";

    /** Where the keys are that a bot of one account has, too. */
    public static final Set<String> USUAL = Set.of(KEY, SECRET, SECRET_FILE);

    private Keys() {}

    public static Credentials from(Map<String, String> environment) {
        return from(environment, KEY, SECRET);
    }

    public static Credentials from(Map<String, String> environment, String key, String secret) {
        return from(environment, key, secret, secret + "_FILE");
    }

    /**
     * The same, where something else names the file of the secret.
     *
     * @param named what a complaint of that file begins with
     */
    public static Credentials from(Map<String, String> environment, String key, String secret, String named) {
        try {
            return Credentials.fromEnvironment(environment, key, secret);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new UsageException(message.startsWith("secret file") ? named + ": " + message : message, e);
        }
    }

    /** Of all variables that hold the same key the first by name, so that one key has one name. */
    public static String firstOfSame(Map<String, String> environment, String key) {
        return given(environment, key)
                .flatMap(value -> environment.entrySet().stream()
                        .map(Map.Entry::getKey)
                        .filter(other -> given(environment, other).equals(Optional.of(value)))
                        .min(Comparator.naturalOrder()))
                .orElse(key);
    }

    /** What the simulator knows, which is demo/demo to anybody who does not say otherwise. */
    public static ApiKey fromOrDemo(Map<String, String> environment) {
        Optional<String> inFile = given(environment, SECRET_FILE)
                .map(file -> UsageException.checked(SECRET_FILE, () -> SecretFile.read(Path.of(file))));
        return ApiKey.of(
                given(environment, KEY).orElse("demo"),
                inFile.or(() -> given(environment, SECRET)).orElse("demo"),
                InMemoryExchange.DEFAULT_USER);
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(value -> value.replace("\uFEFF", "").strip())
                .filter(value -> !value.isEmpty());
    }
}
