package dev.countdown.http;

import dev.countdown.application.Deadline;
import dev.countdown.domain.ExchangeTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One caller's question for the exchange's time. Lives on the gateway's event loop. */
final class PendingTimeRequest {

    /** Timers and clocks differ by a hundredth of a span at most. */
    private static final long CLOCKS_APART = 100;

    private final CompletableFuture<Optional<Instant>> answer = new CompletableFuture<>();
    private final GatewayState state;
    private final Deadline deadline;
    private long timer = -1;

    PendingTimeRequest(GatewayState state, Duration within) {
        this.state = state;
        Duration span = within.compareTo(GatewayState.SERVER_TIME_LIMIT) < 0 ? within : GatewayState.SERVER_TIME_LIMIT;
        this.deadline = new Deadline(state.clock.nanoTime(), span);
    }

    CompletableFuture<Optional<Instant>> answer() {
        return answer;
    }

    void ask() {
        long left = deadline.left(state.clock.nanoTime());
        if (left < Nanos.MILLI) {
            fail();
            return;
        }
        timer = state.context.setTimer(left / Nanos.MILLI, late -> fail());
        state.serverTime.next().onComplete(told -> told.result().ifPresentOrElse(this::tell, this::fail));
    }

    /** A time that was cut to a second is told once the exchange's clock has certainly reached the next one. */
    private void tell(ExchangeTime time) {
        long resolution = time.resolution().toMillis();
        if (resolution <= 1) {
            end(time.shown().truncatedTo(ChronoUnit.MILLIS));
        } else if (!answer.isDone()) {
            Instant next = time.shown().plusMillis(resolution);
            state.context.setTimer(resolution + resolution / CLOCKS_APART, passed -> end(next));
        }
    }

    private void end(Instant time) {
        state.context.owner().cancelTimer(timer);
        answer.complete(Optional.of(time));
    }

    /** There is no answer to this question; a later one may have one. */
    void fail() {
        state.context.owner().cancelTimer(timer);
        answer.completeExceptionally(new NoSuchElementException("the exchange's time is not known"));
    }
}
