package dev.countdown.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.base.CharMatcher;
import dev.countdown.application.KeeperState;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.Timeout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bodies of pets and of their replies, for both sides. What is decoded is within bounds, or it is refused by an {@link
 * IllegalArgumentException} whose one-line message names the value and the rule; it never shows a header. Fields that are
 * not known are ignored. Stateless, safe for use by many threads.
 */
public final class PetJson {

    /** A pet is a POST to this and the name of the bot. */
    public static final String PATH = "/v1/pets/";

    /** A longer pet is refused. */
    public static final int MOST_REQUEST_BYTES = 256 << 10;

    /** A longer reply is refused. */
    public static final int MOST_REPLY_BYTES = 1 << 20;

    private static final CharMatcher TOKEN = CharMatcher.inRange('!', '~');
    private static final JsonFactory JSON = new JsonFactory();

    private PetJson() {}

    /** Writes the fields of an object. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Refuses what is no name of a bot: it is a part of a path, and of a digest.
     *
     * @param bot 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit
     * @return the same
     * @throws IllegalArgumentException naming the value and the rule
     */
    public static String checkBot(String bot) {
        Bounds.name("bot", bot);
        return bot;
    }

    /**
     * Refuses what is no token: a node demands it of every pet.
     *
     * @param token 16 to 1,024 printable ASCII characters without spaces
     * @return the same
     * @throws IllegalArgumentException naming the rule; the message does not show the token
     */
    public static String checkToken(String token) {
        if (token.length() < 16 || token.length() > 1_024 || !TOKEN.matchesAllOf(token)) {
            throw new IllegalArgumentException("token must be 16 to 1024 printable ASCII characters without spaces");
        }
        return token;
    }

    /**
     * Writes the body of a pet.
     *
     * @param request the pet
     * @return JSON
     */
    public static byte[] encode(PetRequest request) {
        return object(json -> {
            json.writeNumberField("session", request.pet().session());
            if (request.pet().echo().isPresent()) {
                json.writeNumberField("echo", request.pet().echo().getAsLong());
            }
            texts(json, "scopes", request.scopes());
            if (!request.settlingMs().isEmpty()) {
                json.writeObjectFieldStart("settlingMs");
                for (Map.Entry<String, Long> scope : request.settlingMs().entrySet()) {
                    json.writeNumberField(scope.getKey(), scope.getValue());
                }
                json.writeEndObject();
            }
        });
    }

    /**
     * Reads the body of a pet.
     *
     * @param bot from the path
     * @param body JSON
     * @return the pet
     * @throws IllegalArgumentException if bot or body is refused
     */
    public static PetRequest request(String bot, byte[] body) {
        JsonFields fields = JsonFields.parse(body, MOST_REQUEST_BYTES);
        Pet pet = new Pet(bot, fields.number("session"), fields.optionalNumber("echo"));
        return new PetRequest(pet, fields.texts("scopes"), fields.optionalNumbers("settlingMs"));
    }

    /**
     * Writes the body of a reply with status 200.
     *
     * @param reply what the node says
     * @return JSON
     */
    public static byte[] encode(PetReply reply) {
        return object(json -> {
            json.writeStringField("node", reply.node());
            json.writeNumberField("echo", reply.echo());
            json.writeObjectFieldStart("scopes");
            for (Map.Entry<String, ScopeReply> scope : reply.scopes().entrySet()) {
                json.writeObjectFieldStart(scope.getKey());
                write(json, scope.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /**
     * Reads the body of a reply with status 200.
     *
     * @param body JSON
     * @return the reply
     * @throws IllegalArgumentException if the body is refused
     */
    public static PetReply reply(byte[] body) {
        JsonFields fields = JsonFields.parse(body, MOST_REPLY_BYTES);
        JsonFields said = fields.object("scopes");
        Bounds.count("scopes", said.fields().size(), 0);
        Map<String, ScopeReply> scopes = new LinkedHashMap<>();
        said.fields().keySet().forEach(name -> scopes.put(name, scope(name, said)));
        return new PetReply(fields.text("node"), fields.number("echo"), scopes);
    }

    /**
     * Writes the body of a reply with status 409.
     *
     * @param by the newer session, 0 to 2^53 - 1
     * @return JSON
     * @throws IllegalArgumentException if the session is out of range
     */
    public static byte[] encodeSuperseded(long by) {
        Bounds.number("by", by);
        return object(json -> json.writeNumberField("by", by));
    }

    /**
     * Reads the body of a reply with status 409.
     *
     * @param body JSON
     * @return the newer session
     * @throws IllegalArgumentException if the body is refused
     */
    public static long superseded(byte[] body) {
        return JsonFields.parse(body, MOST_REPLY_BYTES).number("by");
    }

    private static ScopeReply scope(String name, JsonFields said) {
        Bounds.scope(name);
        try {
            JsonFields fields = said.object(name);
            return new ScopeReply(
                    state(fields.text("state")),
                    timeout(fields.number("timeout")),
                    fields.number("guardedForMs"),
                    fields.number("unbrokenForMs"),
                    fields.optionalNumber("settlingMs").orElse(0),
                    fields.texts("silent"),
                    fields.text("digest"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static KeeperState state(String text) {
        return Arrays.stream(KeeperState.values())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        Bounds.wrong("state", "one of " + Arrays.toString(KeeperState.values()), Bounds.shown(text)));
    }

    private static Timeout timeout(long seconds) {
        if (seconds < Timeout.MINIMUM.seconds() || seconds > Integer.MAX_VALUE) {
            throw Bounds.wrong("timeout", "5 to " + Integer.MAX_VALUE + " seconds", seconds);
        }
        return Timeout.ofSeconds((int) seconds);
    }

    private static void write(JsonGenerator json, ScopeReply said) throws IOException {
        json.writeStringField("state", said.state().name());
        json.writeNumberField("timeout", said.timeout().seconds());
        json.writeNumberField("guardedForMs", said.guardedForMs());
        json.writeNumberField("unbrokenForMs", said.unbrokenForMs());
        if (said.settlingMs() > 0) {
            json.writeNumberField("settlingMs", said.settlingMs());
        }
        texts(json, "silent", said.silent());
        json.writeStringField("digest", said.digest());
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static byte[] object(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
