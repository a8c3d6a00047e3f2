package dev.countdown.bootstrap.cli;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP server whose connections are few and bounded in number and time. Where there are too many, a new one takes the
 * place of the one that has asked for nothing for longest: slow ones keep nobody out. Used by one event loop, apart from
 * {@link #listen}.
 */
public final class BoundedServer {

    private static final long REQUEST_MILLIS = 5_000;
    private static final int IDLE_SECONDS = 15;

    private final Vertx vertx;
    private final int most;
    private final Set<HttpConnection> connections = new LinkedHashSet<>(); // the one that asked last is last
    private final Set<HttpConnection> served = new HashSet<>();
    private final Set<HttpConnection> held = new HashSet<>();

    /**
     * One that does not listen yet.
     *
     * @param most connections at once, apart from those that are held
     */
    public BoundedServer(Vertx vertx, int most) {
        this.vertx = vertx;
        this.most = most;
    }

    /** Small lines and headers, and HTTP/1.1 alone. */
    public static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(1024)
                .setMaxHeaderSize(8192)
                .setMaxFormAttributeSize(1024)
                .setSslHandshakeTimeout(REQUEST_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setUseAlpn(false)
                .setHttp2ClearTextEnabled(false);
    }

    /**
     * Listens.
     *
     * @param invalid told of what could not even be parsed
     * @return the port that it got
     * @throws IllegalStateException if it cannot
     */
    public int listen(
            HttpServerOptions options,
            ListenAddress address,
            Handler<HttpServerRequest> requests,
            Handler<HttpServerRequest> invalid) {
        try {
            return vertx.createHttpServer(options)
                    .connectionHandler(this::connected)
                    .invalidRequestHandler(invalid)
                    .requestHandler(request -> requested(request, requests))
                    .listen(address.port(), address.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS)
                    .actualPort();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Never takes its place from a connection. */
    public void hold(HttpConnection connection) {
        if (connections.contains(connection)) {
            held.add(connection);
        }
    }

    private void connected(HttpConnection connection) {
        if (connections.size() >= most) {
            connections.stream()
                    .filter(each -> !held.contains(each))
                    .findFirst()
                    .ifPresent(this::drop);
        }
        connections.add(connection);
        long timer = vertx.setTimer(REQUEST_MILLIS, late -> {
            if (!served.contains(connection)) {
                connection.close();
            }
        });
        connection.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            connections.remove(connection);
            served.remove(connection);
            held.remove(connection);
        });
    }

    /** At once: its end may come later. */
    private void drop(HttpConnection connection) {
        connections.remove(connection);
        connection.close();
    }

    private void requested(HttpServerRequest request, Handler<HttpServerRequest> requests) {
        HttpConnection connection = request.connection();
        if (connections.remove(connection)) {
            connections.add(connection);
        }
        long timer = vertx.setTimer(REQUEST_MILLIS, late -> connection.close());
        request.end().onComplete(end -> vertx.cancelTimer(timer)).onSuccess(end -> served.add(connection));
        requests.handle(request);
    }
}
