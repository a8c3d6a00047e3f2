package dev.countdown.testing.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/** The JSON object of a request's body, and its typed fields; null counts as absent. */
record RequestBody(JsonObject json, String unreadable) {

    /** Reads a body; what cannot be read is refused with that label. */
    static RequestBody parse(Buffer bytes, String unreadable) {
        try {
            return new RequestBody(new JsonObject(bytes), unreadable);
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw Refusal.badRequest(unreadable, "body is not a JSON object");
        }
    }

    /** A field of a body that may be unreadable; empty then, or if there is none. */
    static String glimpse(Buffer bytes, String field) {
        try {
            return parse(bytes, "").text(field).orElse("");
        } catch (Refusal unreadable) {
            return "";
        }
    }

    String required(String field) {
        return text(field).orElseThrow(() -> Refusal.missing(field));
    }

    RequestBody object(String field) {
        return new RequestBody(
                typed(field, JsonObject.class, "an object").orElseThrow(() -> Refusal.missing(field)), unreadable);
    }

    Optional<String> text(String field) {
        return typed(field, String.class, "a string");
    }

    boolean flag(String field) {
        return typed(field, Boolean.class, "true or false").orElse(false);
    }

    OptionalLong whole(String field) {
        Optional<Number> number = typed(field, Number.class, "an integer");
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        if (number.get() instanceof Integer || number.get() instanceof Long) {
            return OptionalLong.of(number.get().longValue());
        }
        throw wrongType(field, "an integer");
    }

    private <T> Optional<T> typed(String field, Class<T> type, String name) {
        Object value = json.getValue(field);
        if (value != null && !type.isInstance(value)) {
            throw wrongType(field, name);
        }
        return Optional.ofNullable(type.cast(value));
    }

    private Refusal wrongType(String field, String type) {
        return Refusal.badRequest(unreadable, field + " is not " + type);
    }
}
