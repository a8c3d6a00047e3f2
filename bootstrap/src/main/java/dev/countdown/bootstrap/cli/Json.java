package dev.countdown.bootstrap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object, in the order of its members, on one line. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Object> members = new LinkedHashMap<>();

    /**
     * Adds a member, unless its value is null or an empty {@code Optional}.
     *
     * @param value a string, number, boolean or {@code Json}; a duration, which becomes milliseconds; or an {@code Iterable} of these
     */
    public Json put(String name, @Nullable Object value) {
        Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (present != null) {
            members.put(name, present);
        }
        return this;
    }

    /** Adds all members of another object. */
    public Json putAll(Json other) {
        members.putAll(other.members);
        return this;
    }

    /** Adds a text, unless it is empty. */
    public Json putText(String name, String text) {
        return put(name, text.isEmpty() ? null : text);
    }

    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Json object) {
            json.writeStartObject();
            for (Map.Entry<String, Object> member : object.members.entrySet()) {
                json.writeFieldName(member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> array) {
            json.writeStartArray();
            for (Object each : array) {
                write(json, each);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value instanceof Duration span ? span.toMillis() : value);
        }
    }

    /** Reads the texts of all members of a name, in an object or array of any depth. */
    public static List<String> texts(String json, String name) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && name.equals(parser.currentName())) {
                    texts.add(parser.getText());
                }
            }
        }
        return texts;
    }

    /**
     * Reads all of a JSON text.
     *
     * @return a {@code Map} of names, a {@code List}, or the text of a string, number or boolean; null is left out
     */
    public static Object tree(String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            Object tree = tree(parser);
            if (tree == null || parser.nextToken() != null) {
                throw new IOException("not one JSON value");
            }
            return tree;
        }
    }

    private static @Nullable Object tree(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                Object value = tree(parser);
                if (value != null) {
                    members.put(name, value);
                }
            }
            return members;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object item = tree(parser);
                if (item != null) {
                    items.add(item);
                }
            }
            return items;
        }
        return parser.currentToken() == null || parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** Reads the plain members of a flat object. */
    public static Map<String, String> members(String object) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(object)) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
                    members.put(json.currentName(), json.getText());
                }
            }
        }
        return members;
    }
}
