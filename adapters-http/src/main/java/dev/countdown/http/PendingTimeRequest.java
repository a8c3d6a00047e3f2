package dev.countdown.http;

import dev.countdown.domain.ExchangeTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One caller's question for the exchange's time. Lives on the gateway's event loop. */
final class PendingTimeRequest {

    /** By the hundredth part of a span at most, timers and clocks run apart. */
    private static final long CLOCKS_APART = 100;

    private final CompletableFuture<Optional<Instant>> answer = new CompletableFuture<>();
    private final GatewayState session;
    private final Duration deadline;
    private final long asked;
    private long timer = -1;

    PendingTimeRequest(GatewayState session, Duration deadline) {
        this.session = session;
        this.deadline =
                deadline.compareTo(GatewayState.SERVER_TIME_LIMIT) < 0 ? deadline : GatewayState.SERVER_TIME_LIMIT;
        this.asked = session.clock.nanoTime();
    }

    CompletableFuture<Optional<Instant>> answer() {
        return answer;
    }

    void ask() {
        long left = deadline.isNegative() ? 0 : deadline.toNanos() - (session.clock.nanoTime() - asked);
        if (left < Nanos.MILLI) {
            fail();
            return;
        }
        timer = session.vertx.setTimer(left / Nanos.MILLI, late -> fail());
        session.serverTime.next().onComplete(told -> told.result().ifPresentOrElse(this::tell, this::fail));
    }

    /** A time that was cut to a second is told once the exchange's clock has certainly reached the next one. */
    private void tell(ExchangeTime time) {
        long resolution = time.resolution().toMillis();
        if (resolution <= 1) {
            end(time.shown().truncatedTo(ChronoUnit.MILLIS));
        } else if (!answer.isDone()) {
            Instant next = time.shown().plusMillis(resolution);
            session.vertx.setTimer(resolution + resolution / CLOCKS_APART, passed -> end(next));
        }
    }

    private void end(Instant time) {
        session.vertx.cancelTimer(timer);
        answer.complete(Optional.of(time));
    }

    /** There is no answer to this question; a later one may have one. */
    void fail() {
        session.vertx.cancelTimer(timer);
        answer.completeExceptionally(new NoSuchElementException("the exchange's time is not known"));
    }
}
