package dev.countdown.bootstrap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.countdown.domain.Acknowledgement;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One JSON object a line. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the members of an object. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    public static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** The plain members of a flat object. */
    public static Map<String, String> members(String object) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = parser(object)) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
                    members.put(json.currentName(), json.getText());
                }
            }
        }
        return members;
    }

    public static String acknowledged(Acknowledgement acknowledgement, Duration roundTrip) {
        return object(json -> {
            json.writeStringField("scope", acknowledgement.countdown().scope().toString());
            json.writeNumberField(
                    "timeout", acknowledgement.countdown().timeout().seconds());
            if (acknowledgement.triggerTime().isPresent()) {
                json.writeNumberField(
                        "triggerTime", acknowledgement.triggerTime().get().toEpochMilli());
            }
            json.writeNumberField("rttMs", roundTrip.toMillis());
        });
    }
}
