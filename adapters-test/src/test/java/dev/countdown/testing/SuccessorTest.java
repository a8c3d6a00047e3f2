package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a keeper owes to the one before it on the same scope. */
class SuccessorTest {

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private boolean down;

    private final CountdownGateway gateway = (countdown, deadline) -> down
            ? CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no network"))
            : exchange.gateway().submit(countdown, deadline);

    private CountdownKeeper start() {
        return CountdownKeeper.builder(gateway, Scope.all(), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .scheduler(time)
                .executor(Runnable::run)
                .build()
                .start();
    }

    @Test
    void aDisarmTakesAwayWhatThePredecessorLeftThoughNothingElseWasEverSent() {
        CountdownKeeper first = start();
        time.advance(Duration.ofSeconds(1));
        first.close();
        down = true;
        CountdownKeeper second = start();
        time.advance(Duration.ofMillis(100));
        CompletableFuture<CloseResult> closing = second.close(CloseMode.DISARM);
        time.advance(Duration.ofSeconds(5));
        assertThat(closing).isNotDone();
        down = false;
        time.advance(Duration.ofSeconds(10));
        assertThat(closing).isCompletedWithValue(new CloseResult(CloseMode.DISARM, true, Duration.ZERO));
        assertThat(exchange.countdowns()).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(exchange.firings()).isEmpty();
    }
}
