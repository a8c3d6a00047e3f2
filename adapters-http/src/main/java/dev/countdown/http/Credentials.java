package dev.countdown.http;

import java.nio.charset.StandardCharsets;
import javax.crypto.spec.SecretKeySpec;

/**
 * An API key and its secret. Immutable, safe for use by many threads, and never printed: {@code toString} shows neither.
 * The key needs the exchange's permission to read and write options.
 */
public final class Credentials {

    private final String key;
    private final SecretKeySpec secret;

    private Credentials(String key, SecretKeySpec secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * The credentials of a key.
     *
     * @param key printable ASCII without spaces, as it goes into a header
     * @param secret not blank
     * @return the credentials
     * @throws IllegalArgumentException if either is refused; the message shows neither
     */
    public static Credentials of(String key, String secret) {
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("API key must be printable ASCII without spaces, and not empty");
        }
        if (secret.isBlank()) {
            throw new IllegalArgumentException("API secret must not be blank");
        }
        return new Credentials(key, new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), RequestSigner.HMAC));
    }

    String key() {
        return key;
    }

    SecretKeySpec secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "Credentials[not shown]";
    }
}
