package dev.countdown.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
    private final String path;

    RequestCodec(RequestSigner signer, String path) {
        this.signer = signer;
        this.path = path;
    }

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
            writeScope(body, countdown.scope());
            body.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void writeScope(JsonGenerator body, Scope scope) throws IOException {
        if (scope instanceof Scope.ByUnderlying one) {
            body.writeStringField("underlying", one.underlying());
        } else if (scope instanceof Scope.ByContract one) {
            body.writeStringField("contract", one.contract());
            body.writeStringField("underlying", one.underlying());
        } else if (scope instanceof Scope.ByPair one) {
            body.writeStringField("currency_pair", one.pair());
        }
    }

    /** A countdown ready for the wire: its body, and what of its signature never changes. Nobody writes into either. */
    static final class CountdownRequest {

        private final Buffer body;
        private final byte[] signedPrefix;

        CountdownRequest(Buffer body, byte[] signedPrefix) {
            this.body = body;
            this.signedPrefix = signedPrefix;
        }

        Buffer body() {
            return body;
        }

        byte[] signedPrefix() {
            return signedPrefix;
        }
    }
}
