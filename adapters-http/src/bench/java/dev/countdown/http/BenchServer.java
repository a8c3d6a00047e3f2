package dev.countdown.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;

/** An exchange that acknowledges all that it is sent, in a process of its own; prints its port. */
final class BenchServer {

    private BenchServer() {}

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(1024))
                .requestHandler(request -> request.end().onSuccess(read -> answer(request.response())))
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()));
    }

    private static void answer(HttpServerResponse response) {
        long now = System.currentTimeMillis();
        String micros = Long.toString(now * 1_000);
        response.putHeader("Content-Type", "application/json")
                .putHeader("X-In-Time", micros)
                .putHeader("X-Out-Time", micros)
                .putHeader("X-Gate-Trace-ID", Long.toHexString(System.nanoTime()))
                .putHeader("X-Gate-RateLimit-Requests-Remain", "100")
                .putHeader("X-Gate-RateLimit-Limit", "200")
                .putHeader("X-Gate-RateLimit-Reset-Timestamp", Long.toString(now / 1_000))
                .end(Buffer.buffer("{\"triggerTime\":\"" + (now + 30_000) + "\"}"));
    }
}
