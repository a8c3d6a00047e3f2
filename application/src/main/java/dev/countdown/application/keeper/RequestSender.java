package dev.countdown.application.keeper;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.application.machine.Attempt;
import dev.countdown.application.machine.TimeAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands attempts to the gateway, and makes one outcome of all that it does: a gateway that throws, gives nothing, fails or
 * answers twice breaks its contract, but not the keeper.
 *
 * <p>Right before an attempt is handed over it is asked once more whether its deadline has passed, and whether the attempt is
 * still wanted.
 */
record RequestSender(CountdownGateway gateway, Scheduler scheduler, Optional<AccountQueue> queue) {

    /**
     * Submits an attempt, now or when its turn comes.
     *
     * @param claim nanoseconds until the claim ends that it renews; asked only where requests queue
     * @param permitted asked right before the attempt is handed over; after a no it never is, and nothing is heard of it
     * @param heard called once at most, on a thread of the gateway's choosing
     */
    void submit(Attempt attempt, LongSupplier claim, BooleanSupplier permitted, Consumer<Outcome> heard) {
        if (queue.isEmpty()) {
            send(attempt, permitted, heard);
            return;
        }
        BooleanSupplier send = () -> send(attempt, permitted, heard);
        queue.get().submit(attempt.permit(), attempt.deadline(), claim.getAsLong(), send, heard);
    }

    /** Answers whether it was handed over. The gateway gets what is left of the deadline. */
    private boolean send(Attempt attempt, BooleanSupplier permitted, Consumer<Outcome> heard) {
        Consumer<Outcome> once = once(heard);
        try {
            if (!permitted.getAsBoolean()) {
                return false;
            }
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

    private static <T> Consumer<T> once(Consumer<T> consumer) {
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
