package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Arms nothing while it is held: what it guards has ended, and what that means is not decided yet. */
public record HeldGateway(CountdownGateway gateway, BooleanSupplier held) implements CountdownGateway {

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        return held.getAsBoolean() && !countdown.isDisarm()
                ? CompletableFuture.completedStage(Outcome.NotApplied.notSent("the command ended"))
                : gateway.submit(countdown, deadline);
    }

    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        return gateway.exchangeTime(deadline);
    }
}
