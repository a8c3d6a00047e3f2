package dev.countdown.application.keeper;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.application.machine.Attempt;
import dev.countdown.application.machine.TimeAnswer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands attempts to the gateway, and makes one outcome of all that it does: a gateway that throws, gives nothing, fails or
 * answers twice breaks its contract, but not the keeper.
 */
record RequestSender(CountdownGateway gateway, Scheduler scheduler) {

    /**
     * Hands an attempt over with what is left of its deadline, unless that has passed.
     *
     * @param heard called once at most, on a thread of the gateway's choosing
     * @return whether it was handed over
     */
    boolean send(Attempt attempt, Consumer<Outcome> heard) {
        Consumer<Outcome> once = once(heard);
        try {
            long now = scheduler.nanoTime();
            long left = attempt.deadline().left(now);
            if (left <= 0) {
                once.accept(Outcome.NotApplied.heldUp(attempt.deadline()));
                return false;
            }
            Duration heldUp = Duration.ofNanos(attempt.deadline().used(now));
            gateway.submit(attempt.countdown(), Duration.ofNanos(left))
                    .whenComplete((reply, failure) ->
                            once.accept(reply != null ? reply.heldUpFor(heldUp) : broken(attempt, "failed", failure)));
        } catch (Throwable failure) {
            once.accept(broken(attempt, "threw", failure));
        }
        return true;
    }

    /** Completes when the gateway is ready for a first attempt, or cannot tell; on a thread of the gateway's choosing. */
    CompletableFuture<Void> ready() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        try {
            gateway.ready().whenComplete((told, failure) -> ready.complete(null));
        } catch (Throwable itsOwn) {
            ready.complete(null);
        }
        return ready;
    }

    /**
     * Asks for the exchange's time.
     *
     * @param deadline positive
     * @param answered called once at most
     */
    void exchangeTime(Duration deadline, Consumer<TimeAnswer> answered) {
        Consumer<TimeAnswer> once = once(answered);
        try {
            gateway.exchangeTime(deadline)
                    .whenComplete(
                            (time, failure) -> once.accept(time == null ? TimeAnswer.FAILED : TimeAnswer.of(time)));
        } catch (Throwable itsOwn) {
            once.accept(TimeAnswer.FAILED);
        }
    }

    static <T> Consumer<T> once(Consumer<T> consumer) {
        AtomicBoolean first = new AtomicBoolean(true);
        return value -> {
            if (first.getAndSet(false)) {
                consumer.accept(value);
            }
        };
    }

    /** The message of a Throwable may hold anything, a secret included; its class may not. */
    private static Outcome broken(Attempt attempt, String how, @Nullable Throwable failure) {
        String what = failure == null
                ? "gave no reply"
                : how + ": " + failure.getClass().getName();
        return new Outcome.Unknown("the gateway " + what, attempt.mayApplyFor());
    }
}
