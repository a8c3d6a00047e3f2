package dev.countdown.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a reply that mean something to us; each is empty where the reply has none, or null.
 *
 * @param triggerTime as it stands there, string or number; {@link #UNREADABLE} where it is neither
 * @param serverTime likewise
 * @param label the error label
 * @param message its text, under either of its names
 * @param more whether it has any field but the trigger time
 */
record ReplyBody(String triggerTime, String serverTime, String label, String message, boolean more) {

    static final String UNREADABLE = "?";
    static final String RATE_LIMITED = "TOO_MANY_REQUESTS";
    static final String EXPIRED = "REQUEST_EXPIRED";

    /** Server trouble: the request may have been applied all the same. */
    private static final Set<String> NO_PROOF =
            Set.of("INTERNAL", "SERVER_ERROR", "INTERNAL_SERVER_ERROR", "SERVER_TIMEOUT", "TOO_BUSY");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(16_384)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .build();

    /** The usual acknowledgement as Gate documents it, which is read without the cost of a parser. */
    private static final String BEFORE = "{\"triggerTime\":\"";

    private static final String AFTER = "\"}";

    /** The one JSON object that these bytes are; empty if they are anything else, or say one of our fields twice. */
    static Optional<ReplyBody> parse(Buffer json) {
        int digits = json.length() - BEFORE.length() - AFTER.length();
        if (digits > 0 && digits <= 18) {
            String text = json.toString(StandardCharsets.ISO_8859_1);
            String time = text.substring(BEFORE.length(), BEFORE.length() + digits);
            if (text.startsWith(BEFORE) && text.endsWith(AFTER) && ReplyText.isDigits(time)) {
                return Optional.of(new ReplyBody(time, "", "", "", false));
            }
        }
        return parseAny(json.getBytes());
    }

    /** The same for any reply. */
    static Optional<ReplyBody> parseAny(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Optional<ReplyBody> body = new Fields().read(parser);
            return parser.nextToken() == null ? body : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether it says when a countdown ends, and nothing of the time now. */
    boolean isAcknowledgement() {
        return !triggerTime.isEmpty() && serverTime.isEmpty();
    }

    /**
     * Whether this proves, with its status, that the request had no effect. Gate's documentation lists the labels; the statuses
     * that belong to them are not relied on, except that a 5xx proves nothing.
     */
    boolean provesRefusal(int status) {
        boolean clientError = status >= 400 && status < 500 && status != 408 && status != 499;
        return clientError && !label.isBlank() && !NO_PROOF.contains(label);
    }

    /** What has been read so far. */
    private static final class Fields {
        private String triggerTime = "";
        private String serverTime = "";
        private String label = "";
        private String message = "";
        private String detail = "";
        private boolean more;
        private boolean repeated;

        Optional<ReplyBody> read(JsonParser parser) throws IOException {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                more |= !name.equals("triggerTime");
                switch (name) {
                    case "triggerTime" -> triggerTime = once(triggerTime, time(parser, value));
                    case "server_time" -> serverTime = once(serverTime, time(parser, value));
                    case "label" -> label = once(label, text(parser, value));
                    case "message" -> message = text(parser, value);
                    case "detail" -> detail = text(parser, value);
                    default -> parser.skipChildren();
                }
            }
            return repeated
                    ? Optional.empty()
                    : Optional.of(
                            new ReplyBody(triggerTime, serverTime, label, message.isEmpty() ? detail : message, more));
        }

        private String once(String before, String now) {
            repeated |= !before.isEmpty();
            return now;
        }

        private static String text(JsonParser parser, JsonToken value) throws IOException {
            parser.skipChildren();
            return value == JsonToken.VALUE_STRING ? parser.getText() : "";
        }

        private static String time(JsonParser parser, JsonToken value) throws IOException {
            parser.skipChildren();
            if (value == JsonToken.VALUE_NULL) {
                return "";
            }
            boolean scalar = value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT;
            return scalar && !parser.getText().isEmpty() ? parser.getText() : UNREADABLE;
        }
    }
}
