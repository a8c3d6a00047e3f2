package dev.countdown.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request. A WebClient pipes it to the request once that has its connection, and that call tells what its
 * future does not: until then nothing was sent, and from then on something may have been.
 */
final class RequestBody implements ReadStream<Buffer>, Pipe<Buffer> {

    /** Where more than this many come, the real reply hardly will. */
    private static final int INTERIM_REPLIES = 8;

    private final Buffer body;
    private final BooleanSupplier mayWrite;
    private int interim;

    /**
     * A body.
     *
     * @param body what to write; nothing where it is empty
     * @param mayWrite asked once, right before the request is written; after a no it never is
     */
    RequestBody(Buffer body, BooleanSupplier mayWrite) {
        this.body = body;
        this.mayWrite = mayWrite;
    }

    @Override
    public Pipe<Buffer> pipe() {
        return this;
    }

    @Override
    public Future<Void> to(WriteStream<Buffer> request) {
        request.exceptionHandler(failure -> {}); // the WebClient's future tells it, too
        if (!mayWrite.getAsBoolean()) {
            return Future.failedFuture("not written");
        }
        if (request instanceof HttpClientRequest http) {
            http.setChunked(false)
                    .continueHandler(proceed -> countInterim(http))
                    .earlyHintsHandler(hints -> countInterim(http));
        }
        return body.length() == 0 ? request.end() : request.end(body);
    }

    private void countInterim(HttpClientRequest request) {
        interim++;
        if (interim > INTERIM_REPLIES) {
            request.connection().close();
        }
    }

    // The rest of both interfaces is of no use to a body that is written at once.

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        return this;
    }

    @Override
    public Pipe<Buffer> endOnFailure(boolean end) {
        return this;
    }

    @Override
    public Pipe<Buffer> endOnSuccess(boolean end) {
        return this;
    }

    @Override
    public Pipe<Buffer> endOnComplete(boolean end) {
        return this;
    }

    @Override
    public void close() {}
}
