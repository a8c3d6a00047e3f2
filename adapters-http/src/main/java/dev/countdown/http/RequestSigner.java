package dev.countdown.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as Gate's APIv4 asks: the hexadecimal HMAC-SHA512, keyed by the secret, of method, path, query,
 * hexadecimal SHA-512 of the body, and Timestamp, joined by newlines. For one thread: it reuses its Mac and its digest.
 */
final class RequestSigner {

    static final String HMAC = "HmacSHA512";

    private static final int HEX_LENGTH = 128;

    private final Mac mac;
    private final MessageDigest sha512;
    private final byte[] hex = new byte[HEX_LENGTH];
    private @Nullable SecretKeySpec current;

    RequestSigner() {
        try {
            mac = Mac.getInstance(HMAC);
            sha512 = MessageDigest.getInstance("SHA-512");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-512", e);
        }
    }

    /** The part of the string to sign that stays the same while a request's head and body do; ends with a newline. */
    byte[] prefix(String method, String path, String query, byte[] body) {
        byte[] head = (method + '\n' + path + '\n' + query + '\n').getBytes(StandardCharsets.UTF_8);
        byte[] prefix = Arrays.copyOf(head, head.length + HEX_LENGTH + 1);
        Hex.write(sha512.digest(body), prefix, head.length);
        prefix[prefix.length - 1] = '\n';
        return prefix;
    }

    /** The SIGN header for a prefix and the literal text of the Timestamp header. */
    String sign(byte[] prefix, String timestamp, SecretKeySpec secret) {
        rekey(secret);
        mac.update(prefix);
        mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
        Hex.write(mac.doFinal(), hex, 0);
        return new String(hex, StandardCharsets.ISO_8859_1);
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
