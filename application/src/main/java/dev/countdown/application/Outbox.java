package dev.countdown.application;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands attempts to the gateway, and makes one reply of whatever it does: a gateway that throws, gives nothing, fails or
 * answers twice breaks its contract, but not the keeper.
 */
record Outbox(CountdownGateway gateway, Optional<AccountQueue> queue) {

    /**
     * Submits an attempt.
     *
     * @param left of its deadline: what was lost before it got here is lost to the gateway too
     * @param claim nanoseconds until the claim ends that it renews; asked only where requests queue
     * @param heard called once at most, on a thread of the gateway's choosing
     */
    void submit(Attempt attempt, Duration left, LongSupplier claim, Consumer<Reply> heard) {
        AtomicBoolean first = new AtomicBoolean(true);
        Duration heldUp = attempt.deadline().minus(left);
        try {
            stage(attempt, left, claim).whenComplete((reply, failure) -> {
                if (first.getAndSet(false)) {
                    heard.accept(
                            reply != null
                                    ? Fences.countedFromEarlier(reply, heldUp)
                                    : broken(attempt, "failed", failure));
                }
            });
        } catch (Throwable failure) {
            if (first.getAndSet(false)) {
                heard.accept(broken(attempt, "threw", failure));
            }
        }
    }

    /**
     * Asks for the exchange's time.
     *
     * @param deadline positive
     * @param told called once at most; empty where the gateway cannot say
     */
    void exchangeTime(Duration deadline, Consumer<Optional<Instant>> told) {
        AtomicBoolean first = new AtomicBoolean(true);
        Consumer<Optional<Instant>> once = time -> {
            if (first.getAndSet(false)) {
                told.accept(time);
            }
        };
        try {
            gateway.exchangeTime(deadline)
                    .whenComplete((time, failure) -> once.accept(time == null ? Optional.empty() : time));
        } catch (Throwable failure) {
            once.accept(Optional.empty());
        }
    }

    private CompletionStage<Reply> stage(Attempt attempt, Duration left, LongSupplier claim) {
        return queue.isEmpty()
                ? gateway.submit(attempt.countdown(), left)
                : queue.get().submit(gateway, attempt.countdown(), left, claim.getAsLong());
    }

    /** The message of a Throwable may hold anything, a secret included; its class may not. */
    private static Reply broken(Attempt attempt, String how, @Nullable Throwable failure) {
        String what = failure == null
                ? "gave no reply"
                : how + ": " + failure.getClass().getName();
        return new Reply.Unknown("the gateway " + what, Knowledge.fence(attempt.deadline()));
    }
}
