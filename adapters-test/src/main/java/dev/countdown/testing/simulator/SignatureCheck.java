package dev.countdown.testing.simulator;

import dev.countdown.testing.UnreliableGateway;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who sent a request, or why nobody is believed to have. The checks run in the order in which Gate's do. */
final class SignatureCheck {

    private static final BigDecimal MAX_AGE = BigDecimal.valueOf(UnreliableGateway.MAX_AGE.toSeconds());

    private final Map<String, ApiKey> keys;

    SignatureCheck(List<ApiKey> keys) {
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(ApiKey::key, Function.identity()));
    }

    ApiKey check(ReceivedRequest call, Instant now, int expiredStatus) {
        String timestamp = required(call, "Timestamp");
        String key = required(call, "KEY");
        checkAge(timestamp, now, expiredStatus);
        ApiKey known = keys.get(key);
        if (known == null) {
            throw new Refusal(401, "INVALID_KEY", "Invalid key provided");
        }
        String expected = sign(known.secret(), call, timestamp);
        String given = call.header("SIGN").orElse("");
        if (!MessageDigest.isEqual(bytes(expected), bytes(given.toLowerCase(Locale.ROOT)))) {
            throw new Refusal(401, "INVALID_SIGNATURE", "Signature mismatch");
        }
        return known;
    }

    private static String required(ReceivedRequest call, String header) {
        return call.header(header)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> Refusal.badRequest("MISSING_REQUIRED_HEADER", "Missing required header: " + header));
    }

    private static void checkAge(String timestamp, Instant now, int expiredStatus) {
        if (!timestamp.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            throw Refusal.badRequest("INVALID_PARAM_VALUE", "Timestamp is not a number of seconds");
        }
        BigDecimal gap = BigDecimal.valueOf(now.toEpochMilli(), 3).subtract(new BigDecimal(timestamp));
        if (gap.abs().compareTo(MAX_AGE) > 0) {
            throw new Refusal(
                    expiredStatus, "REQUEST_EXPIRED", "gap between request Timestamp and server time exceeds 60");
        }
    }

    static String sign(String secret, ReceivedRequest call, String timestamp) {
        try {
            String bodyHash =
                    hex(MessageDigest.getInstance("SHA-512").digest(call.body().getBytes()));
            String text = String.join("\n", call.method(), call.path(), call.decodedQuery(), bodyHash, timestamp);
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA512"));
            return hex(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
