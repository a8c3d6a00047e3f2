package dev.countdown.http;

import dev.countdown.application.Deadline;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Scheduler.Timer;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the exchange for its time, one request at a time however many want to know. Lives on the gateway's event loop. */
final class TimeRequests {

    /** No answer is awaited for longer. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final ConnectionPool connections;
    private @Nullable Promise<Optional<ExchangeTime>> running;
    private @Nullable Promise<Optional<ExchangeTime>> following;

    TimeRequests(ConnectionPool connections) {
        this.connections = connections;
    }

    /** The answer to the request that is under way, or to one that begins now; empty if it proves nothing. */
    Future<Optional<ExchangeTime>> current() {
        return running == null ? start(Promise.promise()) : running.future();
    }

    /** The answer to a request that begins now, or as soon as the one under way ends. */
    private Future<Optional<ExchangeTime>> next() {
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
        connections
                .askTime()
                .onComplete(answer -> ended(promise, answer.succeeded() ? answer.result() : Optional.empty()));
        return promise.future();
    }

    private void ended(Promise<Optional<ExchangeTime>> promise, Optional<ExchangeTime> answer) {
        Promise<Optional<ExchangeTime>> next = following;
        running = null;
        following = null;
        if (next != null) {
            start(next);
        }
        promise.complete(answer);
    }

    /** One caller's question. */
    static final class Question {

        /** Timers and clocks differ by a hundredth of a span at most. */
        private static final long CLOCKS_APART = 100;

        private final CompletableFuture<Optional<Instant>> answer = new CompletableFuture<>();
        private final Scheduler timers;
        private final Scheduler clock;
        private final Deadline deadline;
        private Optional<Timer> timer = Optional.empty();

        /** The timers must outlive Vert.x: the answer ends all the same. */
        Question(Scheduler timers, Scheduler clock, Duration within) {
            this.timers = timers;
            this.clock = clock;
            this.deadline = new Deadline(clock.nanoTime(), within.compareTo(LIMIT) < 0 ? within : LIMIT);
        }

        CompletableFuture<Optional<Instant>> answer() {
            return answer;
        }

        void ask(TimeRequests requests) {
            long left = deadline.left(clock.nanoTime());
            if (left < Nanos.MILLI) {
                fail();
                return;
            }
            timer = Optional.of(timers.schedule(Duration.ofNanos(left), this::fail));
            requests.next().onComplete(told -> told.result().ifPresentOrElse(this::tell, this::fail));
        }

        /** A time that was cut to a second is told once the exchange's clock has certainly reached the next one. */
        private void tell(ExchangeTime time) {
            long resolution = time.resolution().toMillis();
            if (resolution <= 1) {
                end(time.shown().truncatedTo(ChronoUnit.MILLIS));
            } else if (!answer.isDone()) {
                Instant next = time.shown().plusMillis(resolution);
                timers.schedule(Duration.ofMillis(resolution + resolution / CLOCKS_APART), () -> end(next));
            }
        }

        private void end(Instant time) {
            timer.ifPresent(Timer::cancel);
            answer.complete(Optional.of(time));
        }

        /** There is no answer to this question; a later one may have one. */
        void fail() {
            timer.ifPresent(Timer::cancel);
            answer.completeExceptionally(new NoSuchElementException("the exchange's time is not known"));
        }
    }

    /**
     * Reads the exchange's clock from the reply to {@code GET /spot/time}, and tells the gateway's clock. That reply has another
     * shape than one to a countdown, and is refused if it has not. For one thread.
     */
    static final class ServerTime {

        private static final Handler<MultiMap> PAST_CACHES =
                headers -> headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");

        private final GatewayState state;
        private final SeenReplies seen;
        private Optional<ExchangeTime> latest = Optional.empty();

        ServerTime(GatewayState state, SeenReplies seen) {
            this.state = state;
            this.seen = seen;
        }

        /**
         * Asks on an open connection, without a key and past every cache; closes it where no reply comes.
         *
         * @return empty if the reply proves nothing; fails if there is none
         */
        Future<Optional<ExchangeTime>> ask(PooledConnection connection, Duration patience) {
            Timer timer = state.timers.schedule(patience, connection::close);
            ClockReading asked = state.clock.read();
            return connection
                    .send(HttpMethod.GET, state.endpoint.timePath(), PAST_CACHES, Buffer.buffer())
                    .map(reply -> heard(asked, reply, connection.lastHeard()))
                    .onComplete(end -> timer.cancel());
        }

        private Optional<ExchangeTime> heard(ClockReading asked, WireReply reply, ClockReading heard) {
            Optional<ExchangeTime> told = read(asked, reply, heard);
            Optional<ExchangeTime> news = told.filter(this::isNews);
            latest = told.or(() -> latest);
            news.ifPresent(state.exchangeClock::measure);
            return news;
        }

        private Optional<ExchangeTime> read(ClockReading asked, WireReply reply, ClockReading heard) {
            if (seen.noteTime(reply, asked, heard).isPresent()) {
                return Optional.empty();
            }
            Optional<ReplyBody> body = reply.json();
            long told = ReplyText.unsigned(body.map(ReplyBody::serverTime).orElse(""), 13) * Nanos.MILLI;
            if (reply.status() == 200 && ReplyTimes.isPlausible(told)) {
                Instant shown = Instant.ofEpochSecond(0, told);
                return Optional.of(new ExchangeTime(shown, Duration.ofMillis(1), asked, heard));
            }
            return isUnknownPath(reply, body)
                    ? reply.times().map(times -> times.between(asked, heard))
                    : Optional.empty();
        }

        /** An exchange without this path tells the time in its headers. Other replies could be those to a countdown. */
        private static boolean isUnknownPath(WireReply reply, Optional<ReplyBody> body) {
            return (reply.status() == 404 || reply.status() == 405)
                    && body.map(fields -> fields.triggerTime().isEmpty()).orElse(true);
        }

        /** A clock that stands still while ours goes on is none: something repeats an old answer. */
        private boolean isNews(ExchangeTime told) {
            return latest.filter(before -> before.shown().equals(told.shown())
                            && told.from().monotonicSince(before.to())
                                    > told.resolution().toNanos())
                    .isEmpty();
        }
    }
}
