package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Attempt ATTEMPT = new Attempt(
            1,
            Countdown.cancel(Scope.all()),
            new ClockReading(0, 0),
            Duration.ofSeconds(3),
            Optional.empty(),
            List.of());

    @Test
    void theFenceOfAnAttemptThatWasHeldUpCountsFromWhenItBegan() {
        List<Reply> heard = new ArrayList<>();
        CountdownGateway lossy = (countdown, deadline) ->
                CompletableFuture.completedFuture(new Reply.Unknown("lost", deadline.plusSeconds(60)));
        new Outbox(lossy, Optional.empty()).submit(ATTEMPT, Duration.ofSeconds(1), () -> 0, heard::add);
        assertThat(heard).containsExactly(new Reply.Unknown("lost", Duration.ofSeconds(63)));
    }

    @Test
    void aGatewayThatAnswersAndThenThrowsHasAnswered() {
        List<Reply> heard = new ArrayList<>();
        CompletableFuture<Reply> faithless = new CompletableFuture<>() {
            @Override
            public CompletableFuture<Reply> whenComplete(BiConsumer<? super Reply, ? super Throwable> action) {
                action.accept(Reply.NotApplied.notSent("no route"), null);
                throw new IllegalStateException();
            }
        };
        new Outbox((countdown, deadline) -> faithless, Optional.empty())
                .submit(ATTEMPT, Duration.ofSeconds(3), () -> 0, heard::add);
        assertThat(heard).containsExactly(Reply.NotApplied.notSent("no route"));
    }

    @Test
    void whatBreaksTheContractIsUnknownUntilTheLongestFence() {
        List<Reply> heard = new ArrayList<>();
        List<CountdownGateway> broken = List.of(
                (countdown, deadline) -> {
                    throw new StackOverflowError();
                },
                (countdown, deadline) -> CompletableFuture.failedFuture(new IllegalStateException("secret")),
                (countdown, deadline) -> CompletableFuture.completedFuture(null));
        broken.forEach(gateway ->
                new Outbox(gateway, Optional.empty()).submit(ATTEMPT, Duration.ofSeconds(3), () -> 0, heard::add));
        Duration fence = Duration.ofSeconds(123);
        assertThat(heard)
                .containsExactly(
                        new Reply.Unknown("the gateway threw: java.lang.StackOverflowError", fence),
                        new Reply.Unknown("the gateway failed: java.lang.IllegalStateException", fence),
                        new Reply.Unknown("the gateway gave no reply", fence));
    }
}
