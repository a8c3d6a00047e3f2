package dev.countdown.bootstrap.keep.status;

import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.UsageException;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The status page's server, on an event loop of its own, so that no trouble of it delays a renewal. Connections are
 * few and bounded in number and time. Where there are too many, a new one takes the place of the one that has asked for
 * nothing for longest: slow ones keep nobody from health and metrics.
 */
final class StatusServer implements AutoCloseable {

    private static final int CONNECTIONS = 256;
    private static final int STREAMS = 64;
    private static final long FIRST_REQUEST_MILLIS = 5_000;
    private static final long PUSH_MILLIS = 500;
    private static final int IDLE_SECONDS = 15;

    private final Vertx vertx = ExchangeConnection.vertx();
    private final StatusFeed feed;
    private final StatusRoutes routes;
    private final Set<HttpConnection> connections = new LinkedHashSet<>(); // the one that asked last is last
    private final Set<HttpConnection> served = new HashSet<>();
    private final Set<HttpConnection> viewers = new HashSet<>();
    private final Set<HttpServerResponse> streams = new HashSet<>();

    private int port;

    private StatusServer(StatusFeed feed, StatusRoutes routes) {
        this.feed = feed;
        this.routes = routes;
    }

    static StatusServer start(String host, int port, StatusFeed feed, Metrics metrics) {
        StatusServer server = new StatusServer(feed, new StatusRoutes(feed, metrics, host));
        try {
            server.listen(host, port);
            return server;
        } catch (IllegalStateException e) {
            server.close();
            throw new UsageException("--http must name an address that is free: " + host + ":" + port, e);
        }
    }

    /** The one it got, where any would do. */
    int port() {
        return port;
    }

    private void listen(String host, int wanted) {
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(1024)
                .setMaxHeaderSize(8192)
                .setMaxFormAttributeSize(1024)
                .setHttp2ClearTextEnabled(false);
        try {
            port = vertx.createHttpServer(options)
                    .connectionHandler(this::connected)
                    .invalidRequestHandler(routes::refuse)
                    .requestHandler(this::requested)
                    .listen(wanted, host)
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
        vertx.setPeriodic(PUSH_MILLIS, tick -> push());
    }

    private void connected(HttpConnection connection) {
        if (connections.size() >= CONNECTIONS) {
            connections.stream()
                    .filter(each -> !viewers.contains(each))
                    .findFirst()
                    .ifPresent(this::drop);
        }
        connections.add(connection);
        long timer = vertx.setTimer(FIRST_REQUEST_MILLIS, late -> {
            if (!served.contains(connection)) {
                connection.close();
            }
        });
        connection.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            connections.remove(connection);
            served.remove(connection);
            viewers.remove(connection);
        });
    }

    /** At once: its end may come later. */
    private void drop(HttpConnection connection) {
        connections.remove(connection);
        connection.close();
    }

    private void asked(HttpConnection connection) {
        if (connections.remove(connection)) {
            connections.add(connection);
        }
    }

    private void requested(HttpServerRequest request) {
        asked(request.connection());
        if (request.path() != null
                && request.path().equals("/events")
                && request.method().name().equals("GET")) {
            served.add(request.connection());
            stream(request);
            return;
        }
        request.end().onSuccess(end -> served.add(request.connection()));
        routes.answer(request);
    }

    private void stream(HttpServerRequest request) {
        if (!routes.isOurs(request)) {
            return;
        }
        HttpServerResponse response = request.response();
        if (streams.size() >= STREAMS) {
            StatusRoutes.send(request, StatusRoutes.Answer.error(503, "too many viewers"));
            return;
        }
        StatusRoutes.secure(response)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("X-Accel-Buffering", "no") // or nginx holds the events back until it has some kilobytes
                .write("data: " + feed.json() + "\n\n");
        streams.add(response);
        viewers.add(request.connection());
        response.closeHandler(closed -> streams.remove(response));
        response.exceptionHandler(broken -> streams.remove(response));
    }

    /** A viewer that does not read is let go. */
    private void push() {
        if (streams.isEmpty()) {
            return;
        }
        String event = "data: " + feed.json() + "\n\n";
        Set.copyOf(streams).forEach(stream -> {
            if (stream.closed() || stream.writeQueueFull()) {
                streams.remove(stream);
                stream.reset();
            } else {
                stream.write(event);
            }
        });
    }

    /** Viewers see last what is kept then: they would count down what was disarmed. */
    @Override
    public void close() {
        Promise<Void> told = Promise.promise();
        vertx.runOnContext(last -> {
            push();
            told.complete();
        });
        try {
            told.future()
                    .compose(done -> vertx.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process ends anyway.
        }
    }
}
