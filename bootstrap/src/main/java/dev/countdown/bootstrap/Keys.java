package dev.countdown.bootstrap;

import dev.countdown.http.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The key and secret from the environment; never from arguments, which any user of the machine can read. */
record Keys(String key, String secret) {

    static final String KEY = "GATE_API_KEY";
    static final String SECRET = "GATE_API_SECRET";
    static final String SECRET_FILE = "GATE_API_SECRET_FILE";

    static Keys from(Map<String, String> environment) {
        return new Keys(required(environment, KEY), secret(environment));
    }

    /** For the simulator, which is demo/demo to anybody who does not say otherwise. */
    static Keys fromOrDemo(Map<String, String> environment) {
        boolean given = environment.containsKey(SECRET) || environment.containsKey(SECRET_FILE);
        return new Keys(environment.getOrDefault(KEY, "demo"), given ? secret(environment) : "demo");
    }

    Credentials credentials() {
        try {
            return Credentials.of(key, secret);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return "Keys[not shown]";
    }

    private static String secret(Map<String, String> environment) {
        String file = environment.getOrDefault(SECRET_FILE, "");
        boolean inFile = environment.getOrDefault(SECRET, "").isEmpty() && !file.isEmpty();
        return inFile ? read(Path.of(file)) : required(environment, SECRET);
    }

    static String read(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (!secret.isEmpty()) {
                return secret;
            }
        } catch (IOException e) {
            throw new UsageException("secret file must be readable: " + file, e);
        }
        throw new UsageException("secret file must not be empty: " + file);
    }

    static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            String otherwise = name.equals(SECRET) ? ", or " + SECRET_FILE + " name a file that holds it" : "";
            throw new UsageException(name + " must be set" + otherwise);
        }
        return value;
    }
}
