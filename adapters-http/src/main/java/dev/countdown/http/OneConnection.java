package dev.countdown.http;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.core.internal.http.HttpClientTransport;
import io.vertx.core.internal.net.endpoint.EndpointResolverInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.spi.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The client that a WebClient sits on, whose requests all go over one connection. A pool of Vert.x's would not tell
 * whether a request that timed out was still waiting for a connection (then nothing was sent) or was on its way.
 */
record OneConnection(HttpClientInternal client, HttpClientConnection connection) implements HttpClientInternal {

    /** Where more than this many come, the real reply hardly will. */
    private static final int INTERIM_REPLIES = 8;

    @Override
    public Future<HttpClientRequest> request(RequestOptions options) {
        return connection.request(options).onSuccess(OneConnection::bound);
    }

    private static void bound(HttpClientRequest request) {
        AtomicInteger interim = new AtomicInteger();
        Runnable count = () -> {
            if (interim.incrementAndGet() > INTERIM_REPLIES) {
                request.connection().close();
            }
        };
        request.continueHandler(proceed -> count.run()).earlyHintsHandler(hints -> count.run());
    }

    @Override
    public Future<HttpClientConnection> connect(HttpConnectOptions options) {
        return client.connect(options);
    }

    @Override
    public Future<Void> shutdown(Duration timeout) {
        return connection.shutdown(timeout);
    }

    @Override
    public void close(Completable<Void> completion) {
        connection.close().onComplete(completion);
    }

    @Override
    public Future<Void> closeFuture() {
        return client.closeFuture();
    }

    @Override
    public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
        return client.updateSSLOptions(options, force);
    }

    @Override
    public HttpClientConfig config() {
        return client.config();
    }

    @Override
    public VertxInternal vertx() {
        return client.vertx();
    }

    @Override
    public Function<HttpClientResponse, Future<RequestOptions>> redirectHandler() {
        return client.redirectHandler();
    }

    @Override
    public HttpClientTransport tcpTransport() {
        return client.tcpTransport();
    }

    @Override
    public HttpClientTransport quicTransport() {
        return client.quicTransport();
    }

    @Override
    public HttpClientInternal exceptionHandler(Handler<Throwable> handler) {
        return this;
    }

    @Override
    public EndpointResolverInternal originResolver() {
        return client.originResolver();
    }

    @Override
    public EndpointResolverInternal resolver() {
        return client.resolver();
    }

    @Override
    public Metrics getMetrics() {
        return client.getMetrics();
    }
}
