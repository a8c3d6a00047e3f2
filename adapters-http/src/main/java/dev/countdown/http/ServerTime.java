package dev.countdown.http;

import dev.countdown.domain.ExchangeTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the exchange for its time, one request at a time however many want to know, and tells the gateway's clock. Lives on
 * the gateway's event loop.
 */
final class ServerTime {

    private final MeasuredClock clock;
    private final Supplier<Future<Optional<ExchangeTime>>> request;
    private @Nullable Promise<Optional<ExchangeTime>> running;
    private @Nullable Promise<Optional<ExchangeTime>> following;
    private Optional<ExchangeTime> latest = Optional.empty();

    ServerTime(MeasuredClock clock, Supplier<Future<Optional<ExchangeTime>>> request) {
        this.clock = clock;
        this.request = request;
    }

    /** The answer to the request that is under way, or to one that begins now; empty if it proves nothing. */
    Future<Optional<ExchangeTime>> current() {
        return running == null ? start(Promise.promise()) : running.future();
    }

    /** The answer to a request that begins now, or as soon as the one under way ends. */
    Future<Optional<ExchangeTime>> next() {
        if (running == null) {
            return start(Promise.promise());
        }
        if (following == null) {
            following = Promise.promise();
        }
        return following.future();
    }

    private Future<Optional<ExchangeTime>> start(Promise<Optional<ExchangeTime>> promise) {
        running = promise;
        request.get().onComplete(answer -> ended(promise, answer.succeeded() ? answer.result() : Optional.empty()));
        return promise.future();
    }

    private void ended(Promise<Optional<ExchangeTime>> promise, Optional<ExchangeTime> answer) {
        Optional<ExchangeTime> news = answer.filter(this::isNews);
        latest = answer.or(() -> latest);
        news.ifPresent(clock::measure);
        Promise<Optional<ExchangeTime>> next = following;
        running = null;
        following = null;
        if (next != null) {
            start(next);
        }
        promise.complete(news);
    }

    /** A clock that stands still while ours goes on is none: something repeats an old answer. */
    private boolean isNews(ExchangeTime answer) {
        return latest.filter(before -> before.shown().equals(answer.shown())
                        && answer.from().monotonicSince(before.to())
                                > answer.resolution().toNanos())
                .isEmpty();
    }
}
