package dev.countdown.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a JSON object. A field that is asked for has the right type, or is refused by name; one that nobody asks for may
 * be anything, so that a later version can add it.
 */
record JsonFields(Map<String, Object> fields) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(1_024)
                    .maxNumberLength(32)
                    .maxNameLength(1_024)
                    .build())
            .build();

    /** Reads one object, and nothing after it. */
    static JsonFields parse(byte[] bytes, int most) {
        if (bytes.length > most) {
            throw Bounds.wrong("body", "at most " + most + " bytes", bytes.length);
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("body must be a JSON object");
            }
            JsonFields fields = object(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("body must be one JSON object and nothing after it");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("body must be JSON: " + Bounds.shown(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("body must be JSON: " + Bounds.shown(e.getMessage()), e);
        }
    }

    private static JsonFields object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new JsonFields(Collections.unmodifiableMap(fields));
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield List.copyOf(list);
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            default -> Optional.of(parser.getText()); // of no type that is asked for
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? Optional.of(parser.getText())
                : parser.getLongValue();
    }

    String text(String name) {
        return as(String.class, name, "a string");
    }

    long number(String name) {
        long number = as(Long.class, name, "a whole number of 0 to 2^53 - 1");
        Bounds.number(name, number);
        return number;
    }

    OptionalLong optionalNumber(String name) {
        return fields.containsKey(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    JsonFields object(String name) {
        return as(JsonFields.class, name, "an object");
    }

    /** The numbers of an object; none where it is missing. */
    Map<String, Long> optionalNumbers(String name) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        if (fields.containsKey(name)) {
            JsonFields of = object(name);
            of.fields.keySet().forEach(each -> numbers.put(each, of.number(each)));
        }
        return numbers;
    }

    List<String> texts(String name) {
        List<?> list = as(List.class, name, "an array of strings");
        return list.stream()
                .map(each -> {
                    if (each instanceof String text) {
                        return text;
                    }
                    throw Bounds.wrong(name, "an array of strings", plain(each));
                })
                .toList();
    }

    private <T> T as(Class<T> type, String name, String rule) {
        Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " must be " + rule + ", and is missing");
        }
        if (!type.isInstance(value)) {
            throw Bounds.wrong(name, rule, plain(value));
        }
        return type.cast(value);
    }

    private static Object plain(Object value) {
        return value instanceof Optional<?> other ? other.orElseThrow() : value;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
