package dev.countdown.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Opens connections to the exchange's host. All its addresses are raced, IPv4 and IPv6 in turn, each a little after the
 * one before, so that a dead address costs a moment and not an attempt. Lives on the gateway's event loop.
 */
final class Connector {

    private static final long HEAD_START_MILLIS = 200;

    private final ContextInternal context;
    private final HttpClientInternal client;
    private final Endpoint endpoint;
    private final Addresses addresses;

    Connector(ContextInternal context, HttpClientInternal client, Endpoint endpoint, Addresses.Resolver resolver) {
        this.context = context;
        this.client = client;
        this.endpoint = endpoint;
        this.addresses = new Addresses(context, endpoint, resolver);
    }

    void close() {
        client.close();
    }

    Future<HttpClientConnection> connect(Duration limit) {
        Promise<HttpClientConnection> first = Promise.promise();
        orFailed(addresses::find).onComplete(found -> {
            if (found.succeeded()) {
                new Race(found.result(), limit, first).next();
            } else {
                first.fail(found.cause());
            }
        });
        return first.future();
    }

    /** What throws, as a Vert.x that the platform closed or a machine without a thread to spare, failed like any other. */
    private static <T> Future<T> orFailed(Supplier<Future<T>> start) {
        try {
            return start.get();
        } catch (Throwable e) {
            return Future.failedFuture(e);
        }
    }

    /** One race; its first connection wins, and those that come after it are closed. */
    private final class Race {
        private final Deque<InetAddress> left;
        private final long limitMillis;
        private final Promise<HttpClientConnection> first;
        private int running;

        Race(List<InetAddress> found, Duration limit, Promise<HttpClientConnection> first) {
            this.left = new ArrayDeque<>(found);
            this.limitMillis = Math.max(1, limit.toMillis());
            this.first = first;
        }

        void next() {
            InetAddress address = left.poll();
            if (address == null || first.future().isComplete()) {
                return;
            }
            running++;
            orFailed(() -> client.connect(options(address))).onComplete(this::won, this::lost);
            if (!left.isEmpty()) {
                context.setTimer(HEAD_START_MILLIS, late -> next());
            }
        }

        private void won(HttpClientConnection connection) {
            if (!first.tryComplete(connection)) {
                connection.close();
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

        private HttpConnectOptions options(InetAddress address) {
            return new HttpConnectOptions()
                    .setServer(SocketAddress.inetSocketAddress(endpoint.port(), address.getHostAddress()))
                    .setHost(endpoint.host())
                    .setPort(endpoint.port())
                    .setSsl(endpoint.tls())
                    .setConnectTimeout(limitMillis);
        }
    }
}
