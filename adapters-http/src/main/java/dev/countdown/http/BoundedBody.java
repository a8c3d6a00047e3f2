package dev.countdown.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/** Collects the body of one reply, and fails as soon as it grows beyond its limit. */
final class BoundedBody implements BodyStream<Buffer> {

    private final Promise<Buffer> result = Promise.promise();
    private final int limit;
    private Buffer collected = Buffer.buffer(0);

    private BoundedBody(int limit) {
        this.limit = limit;
    }

    static BodyCodec<Buffer> upTo(int limit) {
        return () -> new BoundedBody(limit);
    }

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    @Override
    public Future<Void> write(Buffer chunk) {
        if (collected.length() + chunk.length() > limit) {
            String message = "body of more than " + limit + " bytes";
            result.tryFail(message);
            return Future.failedFuture(message);
        }
        collected = collected.length() == 0 ? chunk : collected.appendBuffer(chunk);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        result.tryComplete(collected);
        return Future.succeededFuture();
    }

    @Override
    public void handle(Throwable failure) {
        result.tryFail(failure);
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
