package dev.countdown.testing.simulator;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A request over HTTP, read to its end. */
record ReceivedRequest(String method, String path, String rawQuery, MultiMap headers, Buffer body) {

    static final String PREFIX = "/api/v4";

    /** The path below {@code /api/v4}, or below nothing. */
    String endpoint() {
        return path.startsWith(PREFIX + "/") ? path.substring(PREFIX.length()) : path;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The query as it is signed: in the order in which it was sent, percent-decoded. */
    String decodedQuery() {
        return decode(rawQuery);
    }

    Map<String, String> query() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    /** A plus stays a plus: it stands for a space in forms only. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("INVALID_PARAM_VALUE", "query is not percent-encoded");
        }
    }
}
