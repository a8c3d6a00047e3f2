package dev.countdown.http;

import com.google.common.net.InetAddresses;
import com.google.common.reflect.AbstractInvocationHandler;
import com.google.common.reflect.Reflection;
import dev.countdown.domain.ClockReading;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.time.Duration;
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

    /** Where more than this many come, the real reply hardly will. */
    private static final int INTERIM_REPLIES = 8;

    private static final long TIDY_UP_MILLIS = 100;

    private final GatewayState state;
    private final SocketAddress address;
    private final WebClient client;
    private final Bodies bodies;
    private final BodyCodec<Void> bounded;
    private final Promise<Void> closed = Promise.promise();
    private @Nullable HttpConnection connection;
    private ClockReading lastHeard;
    private Duration keepAlive;
    private boolean open;

    PooledConnection(GatewayState state, InetAddress address) {
        this.state = state;
        this.address = SocketAddress.inetSocketAddress(state.endpoint.port(), InetAddresses.toUriString(address));
        this.lastHeard = state.clock.read();
        this.keepAlive = state.settings.keepAlive();
        this.bodies = new Bodies();
        this.bounded = BodyCodec.pipe(bodies.reply, false);
        this.client = WebClient.wrap(
                state.vertx
                        .httpClientBuilder()
                        .with(state.options)
                        .with(ONE)
                        .withConnectHandler(this::opened)
                        .build(),
                OPTIONS);
    }

    private void opened(HttpConnection made) {
        if (connection != null) {
            made.close(); // a second one, because the first was closed: that one's user shall know
            return;
        }
        connection = made;
        open = true;
        lastHeard = state.clock.read();
        made.exceptionHandler(failure -> open = false);
        made.closeHandler(end -> {
            open = false;
            closed.complete();
            state.vertx.setTimer(TIDY_UP_MILLIS, later -> client.close()); // never where Vert.x is being closed
        });
    }

    /** Opens it, and sends nothing. */
    Future<PooledConnection> open() {
        return send(request(HttpMethod.GET, ""), null)
                .transform(unsent -> open ? Future.succeededFuture(this) : Future.failedFuture(unsent.cause()));
    }

    /** A request to this connection's address. */
    HttpRequest<Buffer> request(HttpMethod method, String path) {
        HttpRequest<Buffer> request =
                client.request(method, address, state.endpoint.port(), state.endpoint.host(), path);
        request.headers().set(HttpHeaders.ACCEPT, RequestSigner.JSON);
        return request;
    }

    /** Sends a request; only opens the connection where there is no body, not even an empty one. */
    Future<WireReply> send(HttpRequest<Buffer> request, @Nullable Buffer body) {
        bodies.begin(body);
        return request.as(bounded).sendStream(bodies.request).map(response -> {
            lastHeard = state.clock.read();
            open &= !isLast(response);
            WireReply reply = new WireReply(response.statusCode(), response.headers(), bodies.collected);
            Duration most = state.settings.keepAlive();
            keepAlive =
                    reply.keepAlive().filter(limit -> limit.compareTo(most) < 0).orElse(most);
            return reply;
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
        return bodies.written;
    }

    /** When the exchange last showed that it works. */
    ClockReading lastHeard() {
        return lastHeard;
    }

    /** Whether it has idled for as long as it may, on either clock: a machine that was suspended slept through it. */
    boolean isStale(ClockReading now) {
        return now.longestSince(lastHeard) >= keepAlive.toNanos();
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

    /**
     * The bodies of a request and its reply. A WebClient pipes the first to the request once that has its connection, and that call
     * tells what its future does not: until then nothing was sent, and from then on something may have been. The interfaces have
     * a dozen further methods, which are of no use to a body that is written at once: each does nothing, and returns its stream.
     */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private final class Bodies extends AbstractInvocationHandler {

        final ReadStream<Buffer> request = Reflection.newProxy(ReadStream.class, this);
        final WriteStream<Buffer> reply = Reflection.newProxy(WriteStream.class, this);
        private final Pipe<Buffer> pipe = Reflection.newProxy(Pipe.class, this);
        private @Nullable Buffer unsent;
        private int interim;
        boolean written;
        Buffer collected = Buffer.buffer(0);

        void begin(@Nullable Buffer body) {
            unsent = body;
            interim = 0;
            written = false;
            collected = Buffer.buffer(0);
        }

        @Override
        protected @Nullable Object handleInvocation(Object stream, Method method, @Nullable Object[] arguments) {
            return switch (method.getName()) {
                case "pipe" -> pipe;
                case "to" -> write((HttpClientRequest) arguments[0]);
                case "write" -> collect((Buffer) arguments[0]);
                case "end" -> Future.succeededFuture();
                case "writeQueueFull" -> false;
                case "close" -> null;
                default -> stream;
            };
        }

        private Future<Void> write(HttpClientRequest to) {
            to.exceptionHandler(failure -> {}); // else Vert.x logs what the WebClient's future tells, too
            Buffer body = unsent;
            if (body == null || !open) {
                return Future.failedFuture("not written");
            }
            written = true;
            to.setChunked(false)
                    .continueHandler(proceed -> countInterim(to))
                    .earlyHintsHandler(hints -> countInterim(to));
            return body.length() == 0 ? to.end() : to.end(body);
        }

        private void countInterim(HttpClientRequest of) {
            if (++interim > INTERIM_REPLIES) {
                of.connection().close();
            }
        }

        private Future<Void> collect(Buffer chunk) {
            if (collected.length() + chunk.length() > state.settings.maxReplyBytes()) {
                return Future.failedFuture("body of more than " + state.settings.maxReplyBytes() + " bytes");
            }
            collected = collected.length() == 0 ? chunk : collected.appendBuffer(chunk);
            return Future.succeededFuture();
        }
    }
}
