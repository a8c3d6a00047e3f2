package dev.countdown.http;

import com.google.common.net.InetAddresses;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.http.TimeRequests.ServerTime;
import dev.countdown.http.WireReply.BoundedBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one address of the exchange, for one request at a time: a WebClient of its own, whose pool holds that
 * connection and is closed with it. A pool that is shared would not tell whether a request that timed out was still waiting
 * for a connection (then nothing was sent) or was on its way. Lives on the gateway's event loop.
 */
final class PooledConnection {

    private static final WebClientOptions OPTIONS =
            new WebClientOptions().setFollowRedirects(false).setUserAgent("countdown");

    /** The pool of connections decides when one is too old. */
    private static final PoolOptions ONE = new PoolOptions().setHttp1MaxSize(1).setCleanerPeriod(0);

    private static final long TIDY_UP_MILLIS = 100;

    private static final CharSequence KEY = HttpHeaders.createOptimized("KEY");
    private static final CharSequence SIGN = HttpHeaders.createOptimized("SIGN");
    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("Timestamp");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

    private final Vertx vertx;
    private final Scheduler clock;
    private final Endpoint endpoint;
    private final SocketAddress address;
    private final int maxReplyBytes;
    private final WebClient client;
    private final Promise<Void> closed = Promise.promise();
    private @Nullable HttpConnection connection;
    private ClockReading lastHeard;
    private Optional<ExchangeTime> told = Optional.empty();
    private long timer = -1;
    private boolean open;
    private boolean written;

    PooledConnection(
            Vertx vertx,
            Scheduler clock,
            HttpClientOptions options,
            Endpoint endpoint,
            InetAddress address,
            int maxReplyBytes) {
        this.vertx = vertx;
        this.clock = clock;
        this.endpoint = endpoint;
        this.address = SocketAddress.inetSocketAddress(endpoint.port(), InetAddresses.toUriString(address));
        this.maxReplyBytes = maxReplyBytes;
        this.lastHeard = clock.read();
        this.client = WebClient.wrap(
                vertx.httpClientBuilder()
                        .with(options)
                        .with(ONE)
                        .withConnectHandler(this::opened)
                        .build(),
                OPTIONS);
    }

    /** Opens it, and sends nothing. */
    Future<PooledConnection> open() {
        return send(request(HttpMethod.GET, endpoint.timePath()), Buffer.buffer(), () -> false)
                .transform(notWritten -> open ? Future.succeededFuture(this) : Future.failedFuture(notWritten.cause()));
    }

    /** Opens it, and asks for the exchange's time, without a key and past every cache; closes it where no reply comes. */
    Future<PooledConnection> ask(ServerTime time, Duration patience) {
        HttpRequest<Buffer> question = request(HttpMethod.GET, endpoint.timePath());
        question.headers().set(HttpHeaders.CACHE_CONTROL, NO_CACHE);
        BooleanSupplier mayWrite = () -> {
            timer = vertx.setTimer(Math.max(1, patience.toMillis()), late -> close());
            lastHeard = clock.read();
            return open;
        };
        return send(question, Buffer.buffer(), mayWrite)
                .map(reply -> {
                    ClockReading asked = lastHeard;
                    heard(clock.read());
                    told = time.heard(asked, reply, lastHeard);
                    return this;
                })
                .onComplete(end -> vertx.cancelTimer(timer));
    }

    private void opened(HttpConnection made) {
        if (connection != null) {
            made.close(); // a second one, because the first was closed: that one's user shall know
            return;
        }
        connection = made;
        open = true;
        lastHeard = clock.read();
        made.exceptionHandler(failure -> open = false);
        made.closeHandler(end -> {
            open = false;
            closed.complete();
            vertx.setTimer(TIDY_UP_MILLIS, later -> client.close()); // never where Vert.x is being closed
        });
    }

    Future<WireReply> send(String key, String sign, String timestamp, Buffer body) {
        HttpRequest<Buffer> request = request(HttpMethod.POST, endpoint.countdownPath());
        request.headers()
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(KEY, key)
                .set(SIGN, sign)
                .set(TIMESTAMP, timestamp);
        return send(request, body, () -> open);
    }

    private HttpRequest<Buffer> request(HttpMethod method, String path) {
        HttpRequest<Buffer> request = client.request(method, address, endpoint.port(), endpoint.host(), path);
        request.headers().set(HttpHeaders.ACCEPT, JSON);
        return request;
    }

    private Future<WireReply> send(HttpRequest<Buffer> request, Buffer body, BooleanSupplier mayWrite) {
        written = false;
        BoundedBody reply = new BoundedBody(maxReplyBytes);
        RequestBody stream = new RequestBody(body, () -> {
            written = mayWrite.getAsBoolean();
            return written;
        });
        return request.as(BodyCodec.pipe(reply, false)).sendStream(stream).map(response -> {
            open &= !isLast(response);
            return new WireReply(response.statusCode(), response.headers(), reply.collected());
        });
    }

    /** Whether no further request may follow this reply; the connection is closed only a little later. */
    private static boolean isLast(HttpResponse<?> reply) {
        String connection = String.valueOf(reply.getHeader("Connection"));
        return connection.equalsIgnoreCase("close")
                || (reply.version() == HttpVersion.HTTP_1_0 && !connection.equalsIgnoreCase("keep-alive"));
    }

    /** Whether the latest request may have been sent. */
    boolean isWritten() {
        return written;
    }

    /** What the reply to its question told; empty if it proved nothing. */
    Optional<ExchangeTime> told() {
        return told;
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

    boolean wasOpened() {
        return connection != null;
    }

    boolean isOpen() {
        return open;
    }

    /** Completes when it has been closed, by either side. */
    Future<Void> closed() {
        return closed.future();
    }

    /** A request that was written ends as broken; one that was not never is. */
    void close() {
        open = false;
        if (!closed.future().isComplete()) {
            client.close();
        }
    }
}
