package dev.countdown.bootstrap.keep;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line that delays every exchange by 100 to 300 ms, breaks 5 % of them with a reset and swallows 5 %, before or after
 * the server has seen them.
 */
final class UnrulyProxy implements AutoCloseable {

    private static final double SHARE = 0.05;

    final AtomicInteger exchanges = new AtomicInteger();
    final AtomicInteger resets = new AtomicInteger();
    final AtomicInteger swallowed = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final HttpServer server;
    private final SplittableRandom random;
    private final URI target;

    UnrulyProxy(URI target, long seed) {
        this.target = target;
        random = new SplittableRandom(seed);
        server = vertx.createHttpServer(new HttpServerOptions().setSoLinger(0))
                .requestHandler(request -> request.body().onSuccess(body -> pass(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + target.getPath());
    }

    /** All on one event loop: which exchange meets what is the seed's alone. */
    private void pass(HttpServerRequest request, Buffer body) {
        exchanges.incrementAndGet();
        double fate = random.nextDouble();
        boolean before = random.nextBoolean();
        long delay = 100 + random.nextLong(201);
        boolean reset = fate < SHARE;
        boolean swallow = !reset && fate < 2 * SHARE;
        resets.addAndGet(reset ? 1 : 0);
        swallowed.addAndGet(swallow ? 1 : 0);
        vertx.setTimer(delay / 2, half -> {
            if (reset && before) {
                request.connection().close();
            } else if (!swallow || !before) {
                forward(request, body, delay - delay / 2, reset, swallow);
            }
        });
    }

    private void forward(HttpServerRequest request, Buffer body, long delay, boolean reset, boolean swallow) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(request.uri())
                .setHeaders(request.headers());
        client.request(options)
                .compose(onward -> onward.send(body))
                .compose(reply -> reply.body()
                        .onSuccess(answer -> vertx.setTimer(delay, late -> {
                            if (reset) {
                                request.connection().close();
                            } else if (!swallow && !request.response().closed()) {
                                request.response().setStatusCode(reply.statusCode());
                                request.response().headers().setAll(reply.headers());
                                request.response().end(answer);
                            }
                        })));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
