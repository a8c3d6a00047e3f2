package dev.countdown.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
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
    private final byte[] signature;
    private @Nullable SecretKeySpec current;

    RequestSigner() {
        try {
            mac = Mac.getInstance(HMAC);
            sha512 = MessageDigest.getInstance("SHA-512");
            signature = new byte[mac.getMacLength()];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-512", e);
        }
    }

    /** The part of the string to sign that stays the same while a request's head and body do; ends with a newline. */
    byte[] prefix(String method, String path, String query, byte[] body) {
        String hash = HEX.formatHex(sha512.digest(body));
        return (method + '\n' + path + '\n' + query + '\n' + hash + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** The SIGN header for a prefix and the literal text of the Timestamp header. */
    String sign(byte[] prefix, String timestamp, SecretKeySpec secret) {
        rekey(secret);
        mac.update(prefix);
        mac.update(timestamp.getBytes(StandardCharsets.ISO_8859_1));
        try {
            mac.doFinal(signature, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(HMAC + " is longer than its length", e);
        }
        return HEX.formatHex(signature);
    }

    /** Adds the headers of a signed request. */
    static void head(MultiMap headers, String key, String sign, String timestamp) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(KEY, key)
                .set(SIGN, sign)
                .set(TIMESTAMP, timestamp);
    }

    @SuppressWarnings("ReferenceEquality") // the very same key object needs no new key schedule; an equal one costs one
    private void rekey(SecretKeySpec secret) {
        if (secret != current) {
            try {
                mac.init(secret);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the secret cannot key " + HMAC, e);
            }
            current = secret;
        }
    }
}
