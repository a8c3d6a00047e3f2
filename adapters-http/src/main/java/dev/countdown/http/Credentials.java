package dev.countdown.http;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/**
 * An API key and its secret. Immutable, safe for use by many threads, and never printed: {@code toString} shows neither.
 * The key needs the exchange's permission to read and write in its market.
 */
public final class Credentials {

    private static final CharMatcher ALLOWED = CharMatcher.inRange('!', '~').and(CharMatcher.noneOf("\"'"));

    private final String key;
    private final SecretKeySpec secret;

    private Credentials(String key, SecretKeySpec secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * The credentials of a key.
     *
     * @param key printable ASCII without spaces and quotes, not empty
     * @param secret the same
     * @return the credentials
     * @throws IllegalArgumentException if either is refused; the message shows neither
     */
    public static Credentials of(String key, String secret) {
        check("API key", key);
        check("API secret", secret);
        return new Credentials(key, new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), RequestSigner.HMAC));
    }

    private static void check(String what, String text) {
        checkArgument(
                !text.isEmpty() && ALLOWED.matchesAllOf(text),
                "%s must be printable ASCII without spaces and quotes, and not empty",
                what);
    }

    /** What editors and shells leave around a value is no part of it. */
    static String bare(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    }

    /**
     * The credentials of a key whose secret stands in a file.
     *
     * @param key as for {@link #of}
     * @param secretFile as for {@link SecretFile#read}
     * @return the credentials
     * @throws IllegalArgumentException if the file or either value is refused; the message shows no value
     */
    public static Credentials fromFile(String key, Path secretFile) {
        return of(key, SecretFile.read(secretFile));
    }

    /**
     * The credentials that the environment names: {@code GATE_API_KEY}, and {@code GATE_API_SECRET} or the file that
     * {@code GATE_API_SECRET_FILE} names.
     *
     * @param environment such as {@link System#getenv()}
     * @return the credentials
     * @throws IllegalArgumentException if one is missing or refused; the message names it
     */
    public static Credentials fromEnvironment(Map<String, String> environment) {
        return fromEnvironment(environment, "GATE_API_KEY", "GATE_API_SECRET");
    }

    /**
     * The credentials that the environment names, where it holds those of several accounts. White space and a byte order
     * mark around a value are no part of it.
     *
     * @param environment such as {@link System#getenv()}
     * @param keyName the variable of the key
     * @param secretName the variable of the secret; with {@code _FILE} after it, that of the file that holds the secret
     * @return the credentials
     * @throws IllegalArgumentException if one is missing or refused; the message names it
     */
    public static Credentials fromEnvironment(Map<String, String> environment, String keyName, String secretName) {
        String key = bare(environment.getOrDefault(keyName, ""));
        checkArgument(!key.isEmpty(), "%s must be set", keyName);
        String secret = bare(environment.getOrDefault(secretName, ""));
        String file = environment.getOrDefault(secretName + "_FILE", "");
        checkArgument(
                secret.isEmpty() != file.isBlank(),
                "exactly one of %s and %s_FILE must be set",
                secretName,
                secretName);
        return file.isBlank() ? of(key, secret) : fromFile(key, Path.of(file));
    }

    /**
     * A name for the account of this key that tells neither key nor secret, such as for the record of a keeper.
     *
     * @return the first 16 hexadecimal digits of the SHA-256 of the key
     */
    public String fingerprint() {
        return Hashing.sha256()
                .hashString(key, StandardCharsets.US_ASCII)
                .toString()
                .substring(0, 16);
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
