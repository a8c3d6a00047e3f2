package dev.countdown.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as Gate's APIv4 asks: the hexadecimal HMAC-SHA512, keyed by the secret, of method, path, query,
 * hexadecimal SHA-512 of the body, and Timestamp, joined by newlines. For one thread: it reuses its Mac and its digest.
 */
final class RequestSigner {

    static final String HMAC = "HmacSHA512";

    private static final HexFormat HEX = HexFormat.of();

    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence KEY = HttpHeaders.createOptimized("KEY");
    private static final CharSequence SIGN = HttpHeaders.createOptimized("SIGN");
    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("Timestamp");

    private final Mac mac;
    private final MessageDigest sha512;

    RequestSigner() {
        try {
            mac = Mac.getInstance(HMAC);
            sha512 = MessageDigest.getInstance("SHA-512");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-512", e);
        }
    }

    /** The part of the string to sign that stays the same while a request's head and body do; ends with a newline. */
    static final class Prefix {

        private final byte[] text;
        private @Nullable SecretKeySpec secret;
        private @Nullable Mac begun;

        private Prefix(String text) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
        }
    }

    Prefix prefix(String method, String path, String query, byte[] body) {
        String hash = HEX.formatHex(sha512.digest(body));
        return new Prefix(method + '\n' + path + '\n' + query + '\n' + hash + '\n');
    }

    /** The SIGN header for a prefix and the literal text of the Timestamp header. */
    String sign(Prefix prefix, String timestamp, SecretKeySpec secret) {
        return HEX.formatHex(begun(prefix, secret).doFinal(timestamp.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** A Mac that has taken the prefix: a copy of the one before, because key and prefix are most of what is hashed. */
    @SuppressWarnings("ReferenceEquality") // an equal secret that is another object only costs more
    private Mac begun(Prefix prefix, SecretKeySpec secret) {
        try {
            Mac begun = prefix.begun;
            if (begun == null || prefix.secret != secret) {
                mac.init(secret);
                mac.update(prefix.text);
                begun = (Mac) mac.clone();
                prefix.begun = begun;
                prefix.secret = secret;
            }
            return (Mac) begun.clone();
        } catch (CloneNotSupportedException e) {
            return mac; // that of another provider than the JDK's: hashes all of it each time
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret cannot key " + HMAC, e);
        }
    }

    /** Adds the headers of a signed request. */
    static void head(MultiMap headers, String key, String sign, String timestamp) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(KEY, key)
                .set(SIGN, sign)
                .set(TIMESTAMP, timestamp);
    }
}
