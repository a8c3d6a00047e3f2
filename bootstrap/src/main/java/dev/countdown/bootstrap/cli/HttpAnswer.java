package dev.countdown.bootstrap.cli;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/**
 * An answer over HTTP.
 *
 * @param type what the header {@code Content-Type} says
 */
public record HttpAnswer(int status, String type, Buffer body) {

    /** One in JSON. */
    public static HttpAnswer json(int status, Buffer body) {
        return new HttpAnswer(status, "application/json; charset=utf-8", body);
    }

    /** One in JSON, with a line's end. */
    public static HttpAnswer json(int status, String text) {
        return json(status, Buffer.buffer(text + "\n"));
    }

    /** A line for people. */
    public static HttpAnswer line(int status, String message) {
        return new HttpAnswer(status, "text/plain; charset=utf-8", Buffer.buffer(message + "\n"));
    }

    /** To a method that the page does not have. */
    public static HttpAnswer notAllowed(HttpServerRequest request, String allowed) {
        request.response().putHeader("Allow", allowed);
        return line(405, "method must be " + allowed.replace(", ", " or "));
    }

    /** Sends it once: nothing happens where another answer went out before, or nobody is there any more. */
    public Future<Void> to(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store");
        if (!request.method().name().equals("HEAD")) {
            return response.end(body);
        }
        return response.putHeader("Content-Length", String.valueOf(body.length()))
                .end();
    }

    /** Reads a whole body; one that is longer is answered by {@code tooLong}, and the connection ends. */
    public static void readBody(HttpServerRequest request, int most, Runnable tooLong, Consumer<Buffer> read) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > most) {
                request.handler(rest -> {});
                tooLong.run();
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                read.accept(body);
            }
        });
    }
}
