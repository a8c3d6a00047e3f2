package dev.countdown.http;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.Comparators;
import com.google.common.net.InetAddresses;
import dev.countdown.domain.ClockReading;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * One connection to one address of the exchange, for one request at a time: a WebClient of its own, whose pool holds that
 * connection and is closed with it. A pool that is shared would not tell whether a request that timed out was still waiting
 * for a connection (then nothing was sent) or was on its way. Lives on the gateway's event loop.
 */
final class PooledConnection {

    private static final WebClientOptions OPTIONS =
            new WebClientOptions().setFollowRedirects(false).setUserAgentEnabled(false);

    private static final CharSequence USER_AGENT = HttpHeaders.createOptimized("countdown");

    /** The pool of connections decides when one is too old. */
    private static final PoolOptions ONE = new PoolOptions().setHttp1MaxSize(1).setCleanerPeriod(0);

    private static final Splitter OPTIONS_OF_A_LINE = Splitter.on(',').trimResults();

    private static final Buffer NOTHING = Buffer.buffer(0);

    /** Where more than this many come, the real reply hardly will. */
    private static final int INTERIM_REPLIES = 8;

    private static final long TIDY_UP_MILLIS = 100;

    private final GatewayState state;
    private final SocketAddress address;
    private final HttpClient http;
    private final WebClient client;
    private final BodyStreams bodies = new Bodies();
    private final BodyCodec<Void> reply = BodyCodec.pipe(bodies, false);
    private final HttpRequest<Void> post;
    private final Promise<Void> closed = Promise.promise();
    private ClockReading lastHeard;
    private Duration keepAlive;
    private boolean open;
    private boolean unwanted;
    private boolean written;
    private int interim;
    private Handler<MultiMap> unsentHead = headers -> {};
    private Buffer unsent = NOTHING;
    private Buffer collected = NOTHING;

    PooledConnection(GatewayState state, InetAddress address) {
        this.state = state;
        this.address = SocketAddress.inetSocketAddress(state.endpoint.port(), InetAddresses.toUriString(address));
        lastHeard = state.clock.read();
        keepAlive = state.settings.keepAlive();
        http = state.vertx.httpClientBuilder().with(state.options).with(ONE).build();
        client = WebClient.wrap(http, OPTIONS);
        post = request(HttpMethod.POST, state.countdownPath);
    }

    /** Opens it, and sends nothing. */
    Future<PooledConnection> open() {
        RequestOptions to = new RequestOptions()
                .setServer(address)
                .setHost(state.endpoint.host())
                .setPort(state.endpoint.port());
        return http.request(to).map(first -> {
            open = !unwanted; // else the client, which is closed, closes it
            lastHeard = state.clock.read();
            first.connection().exceptionHandler(failure -> open = false).closeHandler(end -> {
                open = false;
                closed.complete();
                state.vertx.setTimer(TIDY_UP_MILLIS, later -> client.close()); // never where Vert.x is being closed
            });
            first.exceptionHandler(failure -> {}).reset();
            return this;
        });
    }

    private HttpRequest<Void> request(HttpMethod method, String path) {
        return client.request(method, address, state.endpoint.port(), state.endpoint.host(), path)
                .as(reply);
    }

    /** Sends a countdown on the open connection. */
    Future<WireReply> post(Handler<MultiMap> head, Buffer body) {
        return send(post, head, body);
    }

    /** Sends any request on the open connection. */
    Future<WireReply> send(HttpMethod method, String path, Handler<MultiMap> head, Buffer body) {
        return send(request(method, path), head, body);
    }

    /** The head is written straight into what is sent: the WebClient would copy and check each header three times. */
    private Future<WireReply> send(HttpRequest<Void> question, Handler<MultiMap> head, Buffer body) {
        written = false;
        interim = 0;
        unsentHead = head;
        unsent = body;
        collected = NOTHING;
        return question.sendStream(bodies).map(response -> {
            lastHeard = state.clock.read();
            if (isLast(response)) {
                close(); // Vert.x does not in each of these cases
            }
            WireReply whole = new WireReply(response.statusCode(), response.headers(), collected);
            Duration most = state.settings.keepAlive();
            keepAlive = Comparators.min(whole.keepAlive().orElse(most), most);
            return whole;
        });
    }

    /** Whether no further request may follow this reply: the exchange says so, or another reply to the same request will come. */
    private static boolean isLast(HttpResponse<?> reply) {
        if (reply.statusCode() < 200) {
            return true;
        }
        boolean old = reply.version() == HttpVersion.HTTP_1_0;
        if (!reply.headers().contains(HttpHeaders.CONNECTION)) {
            return old;
        }
        String lines = String.join(",", reply.headers().getAll(HttpHeaders.CONNECTION));
        List<String> options = OPTIONS_OF_A_LINE.splitToList(Ascii.toLowerCase(lines));
        return options.contains("close") || (old && !options.contains("keep-alive"));
    }

    /** Whether the latest request may have been sent. */
    boolean isWritten() {
        return written;
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
        unwanted = true;
        open = false;
        if (!closed.future().isComplete()) {
            try {
                client.close();
            } catch (RejectedExecutionException e) {
                // Vert.x is closed, and with it this.
            }
        }
    }

    /**
     * A WebClient pipes the one to the request once that has its connection, and this tells what its future does not: from then
     * on something may have been sent.
     */
    private final class Bodies extends BodyStreams {

        @Override
        public Future<Void> to(WriteStream<Buffer> to) {
            return send((HttpClientRequest) to);
        }

        @Override
        public Future<Void> write(Buffer part) {
            return gather(part);
        }
    }

    private Future<Void> send(HttpClientRequest to) {
        to.exceptionHandler(failure -> {}); // else Vert.x logs what the WebClient's future tells, too
        if (!open) {
            return Future.failedFuture("not written");
        }
        to.headers().set(HttpHeaders.USER_AGENT, USER_AGENT).set(HttpHeaders.ACCEPT, RequestSigner.JSON);
        unsentHead.handle(to.headers());
        written = true;
        to.setChunked(false).continueHandler(proceed -> countInterim(to)).earlyHintsHandler(hints -> countInterim(to));
        return unsent.length() == 0 ? to.end() : to.end(unsent);
    }

    private void countInterim(HttpClientRequest of) {
        if (++interim > INTERIM_REPLIES) {
            of.connection().close();
        }
    }

    private Future<Void> gather(Buffer chunk) {
        if (collected.length() + chunk.length() > state.settings.maxReplyBytes()) {
            close(); // whatever was asked: more of it may come, without end
            return Future.failedFuture("body of more than " + state.settings.maxReplyBytes() + " bytes");
        }
        collected = collected.length() == 0 ? chunk : collected.appendBuffer(chunk);
        return Future.succeededFuture();
    }
}
