package dev.countdown.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.countdown.domain.Countdown;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes countdowns as Gate's bodies, and remembers the latest: a keeper sends the same one again and again. A name goes
 * in as a JSON string, so anything that it holds stays a name. For one thread.
 */
final class RequestCodec {

    private static final int REMEMBERED = 256;

    private final JsonFactory json = new JsonFactory();
    private final Cache<Countdown, CountdownRequest> written = CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .concurrencyLevel(1)
            .build();
    private final RequestSigner signer;
    private final Market market;
    private final String path;

    RequestCodec(RequestSigner signer, Market market, String path) {
        this.signer = signer;
        this.market = market;
        this.path = path;
    }

    /** The scope must be one that the market has. */
    CountdownRequest encode(Countdown countdown) {
        CountdownRequest known = written.getIfPresent(countdown);
        if (known != null) {
            return known;
        }
        byte[] body = body(countdown);
        CountdownRequest made = new CountdownRequest(Buffer.buffer(body), signer.prefix("POST", path, "", body));
        written.put(countdown, made);
        return made;
    }

    private byte[] body(Countdown countdown) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator body = json.createGenerator(out)) {
            body.writeStartObject();
            body.writeNumberField("timeout", countdown.timeout().seconds());
            for (Map.Entry<String, String> field :
                    market.fields(countdown.scope()).orElseThrow().entrySet()) {
                body.writeStringField(field.getKey(), field.getValue());
            }
            body.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A countdown ready for the wire: its body, which nobody writes into, and what of its signature never changes. */
    record CountdownRequest(Buffer body, RequestSigner.Prefix signedPrefix) {}
}
