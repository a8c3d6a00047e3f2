package dev.countdown.bootstrap.keep.status;

import dev.countdown.bootstrap.cli.BoundedServer;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.HttpAnswer;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.UsageException;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The status page's server, on an event loop of its own, so that no trouble of it delays a renewal. Its connections are
 * bounded: slow ones keep nobody from health and metrics.
 */
final class StatusServer implements AutoCloseable {

    private static final int CONNECTIONS = 256;
    private static final int STREAMS = 64;
    private static final long PUSH_MILLIS = 500;

    private final Vertx vertx = ExchangeConnection.vertx();
    private final StatusFeed feed;
    private final StatusRoutes routes;
    private final BoundedServer server = new BoundedServer(vertx, CONNECTIONS);
    private final Set<HttpServerResponse> streams = new HashSet<>();

    private int port;

    private StatusServer(StatusFeed feed, StatusRoutes routes) {
        this.feed = feed;
        this.routes = routes;
    }

    static StatusServer start(ListenAddress address, StatusFeed feed, Metrics metrics) {
        StatusServer server = new StatusServer(feed, new StatusRoutes(feed, metrics, address.host()));
        try {
            server.listen(address);
            return server;
        } catch (IllegalStateException e) {
            server.close();
            throw new UsageException("--http must name an address that is free: " + address, e);
        }
    }

    /** The one it got, where any would do. */
    int port() {
        return port;
    }

    private void listen(ListenAddress address) {
        port = server.listen(BoundedServer.options(), address, this::requested, routes::refuse);
        vertx.setPeriodic(PUSH_MILLIS, tick -> push());
    }

    private void requested(HttpServerRequest request) {
        if (request.path() != null
                && request.path().equals("/events")
                && request.method().name().equals("GET")) {
            stream(request);
        } else {
            routes.answer(request);
        }
    }

    private void stream(HttpServerRequest request) {
        if (!routes.isOurs(request)) {
            return;
        }
        HttpServerResponse response = request.response();
        if (streams.size() >= STREAMS) {
            StatusRoutes.send(request, HttpAnswer.line(503, "too many viewers"));
            return;
        }
        StatusRoutes.secure(response)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("X-Accel-Buffering", "no") // or nginx holds the events back until it has some kilobytes
                .write("data: " + feed.json() + "\n\n");
        streams.add(response);
        server.hold(request.connection());
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
