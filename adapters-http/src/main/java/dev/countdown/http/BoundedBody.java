package dev.countdown.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** Collects the body of one reply, and fails as soon as it grows beyond its limit. */
final class BoundedBody implements WriteStream<Buffer> {

    private final int limit;
    private Buffer collected = Buffer.buffer(0);

    BoundedBody(int limit) {
        this.limit = limit;
    }

    Buffer collected() {
        return collected;
    }

    @Override
    public Future<Void> write(Buffer chunk) {
        if (collected.length() + chunk.length() > limit) {
            return Future.failedFuture("body of more than " + limit + " bytes");
        }
        collected = collected.length() == 0 ? chunk : collected.appendBuffer(chunk);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        return Future.succeededFuture();
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
