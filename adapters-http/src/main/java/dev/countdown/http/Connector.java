package dev.countdown.http;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.http.Endpoint.Addresses;
import dev.countdown.http.TimeRequests.ServerTime;
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
import java.util.Optional;
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
    private final ServerTime serverTime;
    private final Set<Promise<PooledConnection>> running = new HashSet<>();
    private final Set<PooledConnection> open = new HashSet<>();
    private boolean closed;

    Connector(
            Vertx vertx,
            Scheduler clock,
            GateSettings settings,
            Endpoint endpoint,
            Addresses addresses,
            ServerTime serverTime) {
        this.vertx = vertx;
        this.clock = clock;
        this.settings = settings;
        this.endpoint = endpoint;
        this.options = options(settings, endpoint);
        this.addresses = addresses;
        this.serverTime = serverTime;
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

    /**
     * A connection that has answered a question for the exchange's time: it works, and its server's code is warm. An exchange
     * that does not answer gets a second one, without a question. Fails within the limit.
     */
    Future<PooledConnection> connect(Duration limit) {
        return race(limit, (address, race) -> {
            PooledConnection asking = contestant(address, race);
            return asking.ask(serverTime, limit.dividedBy(2)).transform(end -> {
                if (end.succeeded() && asking.isOpen()) {
                    return Future.succeededFuture(asking);
                }
                asking.close();
                return asking.wasOpened() && !race.isComplete()
                        ? contestant(address, race).open()
                        : Future.failedFuture(end.cause());
            });
        });
    }

    /** A connection that was asked nothing. */
    Future<PooledConnection> connectUnasked(Duration limit) {
        return race(limit, (address, race) -> contestant(address, race).open());
    }

    /** The exchange's time, by a connection of its own that is closed after it; empty if its reply proves nothing. */
    Future<Optional<ExchangeTime>> askTime(Duration limit) {
        return race(limit, (address, race) -> contestant(address, race).ask(serverTime, limit))
                .map(asked -> {
                    asked.close();
                    return asked.told();
                });
    }

    private Future<PooledConnection> race(Duration limit, Opening opening) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        Promise<PooledConnection> first = Promise.promise();
        long millis = Math.max(1, limit.toMillis());
        long timer = vertx.setTimer(millis, late -> first.tryFail("no connection within " + millis + " ms"));
        running.add(first);
        orFailed(addresses::find).onComplete(found -> new Race(found, opening, first).next(), first::tryFail);
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

    /** Takes part in a race: it is closed where another one wins. */
    private PooledConnection contestant(InetAddress address, Future<PooledConnection> race) {
        PooledConnection made =
                new PooledConnection(vertx, clock, options, endpoint, address, settings.maxReplyBytes());
        open.add(made);
        made.closed().onComplete(end -> open.remove(made));
        race.onComplete(end -> {
            if (end.result() != made) {
                made.close();
                open.remove(made);
            }
        });
        return made;
    }

    /** How an address is connected to. */
    @FunctionalInterface
    private interface Opening {
        Future<PooledConnection> open(InetAddress address, Future<PooledConnection> race);
    }

    /** One race; its first connection wins, and the others are closed. */
    private final class Race {
        private final Deque<InetAddress> left;
        private final Opening opening;
        private final Promise<PooledConnection> first;
        private int running;

        Race(List<InetAddress> found, Opening opening, Promise<PooledConnection> first) {
            this.left = new ArrayDeque<>(found);
            this.opening = opening;
            this.first = first;
        }

        void next() {
            InetAddress address = left.poll();
            if (address == null || first.future().isComplete()) {
                return;
            }
            running++;
            orFailed(() -> opening.open(address, first.future())).onComplete(first::tryComplete, this::lost);
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
