package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.time.Duration;

/** One connection to the exchange, for one request at a time. Lives on the gateway's event loop. */
final class PooledConnection {

    static final WebClientOptions OPTIONS =
            new WebClientOptions().setFollowRedirects(false).setUserAgent("countdown");

    private static final CharSequence KEY = HttpHeaders.createOptimized("KEY");
    private static final CharSequence SIGN = HttpHeaders.createOptimized("SIGN");
    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("Timestamp");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final HttpClientConnection connection;
    private final WebClient client;
    private final Endpoint endpoint;
    private final BodyCodec<Buffer> codec;
    private ClockReading lastHeard;
    private boolean open = true;

    PooledConnection(
            HttpClientInternal client, HttpClientConnection connection, GateSettings settings, ClockReading now) {
        this.connection = connection;
        this.client = WebClient.wrap(new OneConnection(client, connection), OPTIONS);
        this.endpoint = Endpoint.of(settings.baseUri());
        this.codec = BoundedBody.upTo(settings.maxReplyBytes());
        this.lastHeard = now;
    }

    Future<HttpResponse<Buffer>> send(String key, String sign, String timestamp, Buffer body) {
        HttpRequest<Buffer> request = client.post(endpoint.port(), endpoint.host(), endpoint.countdownPath())
                .as(codec);
        request.headers()
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(HttpHeaders.ACCEPT, JSON)
                .set(KEY, key)
                .set(SIGN, sign)
                .set(TIMESTAMP, timestamp);
        return request.sendBuffer(body);
    }

    /** Takes note of a reply. */
    void heard(ClockReading now) {
        lastHeard = now;
    }

    /** Whether the exchange has shown since a moment of the monotonic clock that this connection works. */
    boolean heardSince(long moment) {
        return lastHeard.monotonicNanos() - moment >= 0;
    }

    /** Whether it has idled for as long as it may, on either clock: a machine that was suspended slept through it. */
    boolean isStale(ClockReading now, Duration keepAlive) {
        return now.longestSince(lastHeard) >= keepAlive.toNanos();
    }

    boolean isOpen() {
        return open;
    }

    void onClose(Runnable task) {
        connection.exceptionHandler(failure -> open = false);
        connection.closeHandler(closed -> {
            open = false;
            task.run();
        });
    }

    void close() {
        open = false;
        connection.close();
    }
}
