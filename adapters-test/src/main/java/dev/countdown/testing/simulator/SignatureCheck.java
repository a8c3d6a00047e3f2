package dev.countdown.testing.simulator;

import com.google.common.base.Ascii;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.countdown.testing.UnreliableGateway;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        if (!MessageDigest.isEqual(bytes(expected), bytes(Ascii.toLowerCase(given)))) {
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
        HashCode bodyHash = Hashing.sha512().hashBytes(call.body().getBytes());
        String text =
                String.join("\n", call.method(), call.path(), call.decodedQuery(), bodyHash.toString(), timestamp);
        return Hashing.hmacSha512(bytes(secret)).hashBytes(bytes(text)).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
