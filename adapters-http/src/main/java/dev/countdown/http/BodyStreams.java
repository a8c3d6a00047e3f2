package dev.countdown.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of a request and of its reply, as the streams that a WebClient wants: the one that it pipes to the request, and
 * the one that it writes the reply into. What is of no use to bodies that are handed over at once does nothing.
 */
abstract class BodyStreams implements ReadStream<Buffer>, Pipe<Buffer>, WriteStream<Buffer> {

    /** The request has its connection. Until then nothing was sent. */
    @Override
    public abstract Future<Void> to(WriteStream<Buffer> request);

    /** A part of the reply's body has come. */
    @Override
    public abstract Future<Void> write(Buffer part);

    @Override
    public BodyStreams pipe() {
        return this;
    }

    @Override
    public Future<Void> end() {
        return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public BodyStreams exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public BodyStreams handler(@Nullable Handler<Buffer> handler) {
        return this;
    }

    @Override
    public BodyStreams endHandler(@Nullable Handler<Void> handler) {
        return this;
    }

    @Override
    public BodyStreams drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }

    @Override
    public BodyStreams setWriteQueueMaxSize(int most) {
        return this;
    }

    @Override
    public BodyStreams pause() {
        return this;
    }

    @Override
    public BodyStreams resume() {
        return this;
    }

    @Override
    public BodyStreams fetch(long amount) {
        return this;
    }

    @Override
    public BodyStreams endOnFailure(boolean end) {
        return this;
    }

    @Override
    public BodyStreams endOnSuccess(boolean end) {
        return this;
    }

    @Override
    public BodyStreams endOnComplete(boolean end) {
        return this;
    }
}
