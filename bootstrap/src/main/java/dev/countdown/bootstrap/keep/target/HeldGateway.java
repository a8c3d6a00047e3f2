package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Arms nothing while it is held: what it guards has ended, and what that means is not decided yet. Those of one key in one
 * market are equal: what a keeper left behind is handed on to its successor, also where the key moved to another base URL.
 */
public record HeldGateway(KeyInMarket key, CountdownGateway gateway, BooleanSupplier held) implements CountdownGateway {

    /** Why a request was not sent: no failure, because what follows is decided at once. */
    public static final String REASON = "the bot ended";

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        return held.getAsBoolean() && !countdown.isDisarm()
                ? CompletableFuture.completedStage(Outcome.NotApplied.notSent(REASON))
                : gateway.submit(countdown, deadline);
    }

    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        return gateway.exchangeTime(deadline);
    }

    @Override
    public CompletionStage<@Nullable Void> ready() {
        return gateway.ready();
    }

    @Override
    public String market() {
        return gateway.market();
    }

    @Override
    public Optional<String> refusal(Scope scope) {
        return gateway.refusal(scope);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldGateway same && key.equals(same.key) && held.equals(same.held);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
