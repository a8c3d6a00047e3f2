package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Opens connections to the exchange's host. All its addresses are raced, IPv4 and IPv6 in turn, each a little after the
 * one before, so that a dead address costs a moment and not an attempt. Lives on the gateway's event loop.
 */
final class Connector {

    private static final long HEAD_START_MILLIS = 200;
    private static final int HANDSHAKE_SECONDS = 5;

    private final Vertx vertx;
    private final Scheduler clock;
    private final GateSettings settings;
    private final Endpoint endpoint;
    private final HttpClientOptions options;
    private final Addresses addresses;
    private final Set<Promise<PooledConnection>> running = new HashSet<>();
    private final Set<PooledConnection> open = new HashSet<>();
    private boolean closed;

    Connector(Vertx vertx, Scheduler clock, GateSettings settings, Endpoint endpoint, Addresses addresses) {
        this.vertx = vertx;
        this.clock = clock;
        this.settings = settings;
        this.endpoint = endpoint;
        this.options = options(settings, endpoint);
        this.addresses = addresses;
    }

    private static HttpClientOptions options(GateSettings settings, Endpoint endpoint) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(0)
                .setSsl(endpoint.tls())
                .setVerifyHost(true)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setDecompressionSupported(false)
                .setMaxRedirects(0);
        settings.trustedCertificates()
                .map(TrustedCertificates::read)
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        return options;
    }

    /** Fails within the limit where there is no connection by then. */
    Future<PooledConnection> connect(Duration limit) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        Promise<PooledConnection> first = Promise.promise();
        long millis = Math.max(1, limit.toMillis());
        long timer = vertx.setTimer(millis, late -> first.tryFail("no connection within " + millis + " ms"));
        running.add(first);
        orFailed(addresses::find).onComplete(found -> new Race(found, first).next(), first::tryFail);
        return first.future().onComplete(end -> {
            vertx.cancelTimer(timer);
            running.remove(first);
        });
    }

    /** Ends what is under way, and begins nothing more. */
    void giveUp() {
        closed = true;
        List.copyOf(running).forEach(first -> first.tryFail("closed"));
    }

    /** Closes every connection, those that are in use too. */
    void close() {
        giveUp();
        List.copyOf(open).forEach(PooledConnection::close);
    }

    /** What throws, as a Vert.x that the platform closed or a machine without a thread to spare, failed like any other. */
    private static <T> Future<T> orFailed(Supplier<Future<T>> start) {
        try {
            return start.get();
        } catch (Throwable e) {
            return Future.failedFuture(e);
        }
    }

    private Future<PooledConnection> open(InetAddress address, Future<PooledConnection> first) {
        PooledConnection contestant =
                new PooledConnection(vertx, clock, options, endpoint, address, settings.maxReplyBytes());
        first.onComplete(end -> {
            if (end.result() != contestant) {
                contestant.close();
            }
        });
        contestant.closed().onComplete(end -> open.remove(contestant));
        return contestant.open().onSuccess(open::add);
    }

    /** One race; its first connection wins, and the others are closed. */
    private final class Race {
        private final Deque<InetAddress> left;
        private final Promise<PooledConnection> first;
        private int running;

        Race(List<InetAddress> found, Promise<PooledConnection> first) {
            this.left = new ArrayDeque<>(found);
            this.first = first;
        }

        void next() {
            InetAddress address = left.poll();
            if (address == null || first.future().isComplete()) {
                return;
            }
            running++;
            orFailed(() -> open(address, first.future())).onComplete(first::tryComplete, this::lost);
            if (!left.isEmpty()) {
                vertx.setTimer(HEAD_START_MILLIS, late -> next());
            }
        }

        private void lost(Throwable cause) {
            running--;
            if (!left.isEmpty()) {
                next();
            } else if (running == 0) {
                first.tryFail(cause);
            }
        }
    }
}
