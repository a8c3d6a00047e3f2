package dev.countdown.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What one writes at first: a Mac for every call, and the JSON through databind. */
final class NaiveWebClient implements Contender {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebClient client;
    private final URI uri;

    NaiveWebClient(Vertx vertx, URI uri, int inFlight) {
        client = WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(inFlight));
        this.uri = uri;
    }

    @Override
    public void call(Consumer<Boolean> acknowledged) {
        String path = uri.getPath() + "/options/countdown_cancel_all";
        String body = write(Map.of("timeout", 30, "underlying", "BTC_USDT"));
        String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        client.post(uri.getPort(), uri.getHost(), path)
                .timeout(5_000)
                .putHeader("Content-Type", "application/json")
                .putHeader("KEY", "key")
                .putHeader("Timestamp", timestamp)
                .putHeader("SIGN", sign(path, body, timestamp))
                .sendBuffer(Buffer.buffer(body))
                .onComplete(reply -> acknowledged.accept(reply.succeeded() && isApplied(reply.result())));
    }

    private static String write(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isApplied(HttpResponse<Buffer> reply) {
        try {
            Map<?, ?> fields = JSON.readValue(reply.body().getBytes(), Map.class);
            return reply.statusCode() == 200
                    && Long.parseLong(fields.get("triggerTime").toString()) > System.currentTimeMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sign(String path, String body, String timestamp) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(body.getBytes(StandardCharsets.UTF_8));
            String text = "POST\n" + path + "\n\n" + HexFormat.of().formatHex(digest) + "\n" + timestamp;
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
