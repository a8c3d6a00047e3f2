package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Durations;
import dev.countdown.application.Outcome;
import dev.countdown.application.machine.Attempt;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RequestSenderTest {

    private final Attempt attempt = new Attempt(
            1,
            Countdown.disarm(Scope.all()),
            new ClockReading(0, 0),
            Duration.ofSeconds(3),
            Optional.empty(),
            List.of());
    private final List<Outcome> heard = new ArrayList<>();

    private final SetTime time = new SetTime() {
        @Override
        public Timer schedule(Duration delay, Runnable task) {
            throw new AssertionError();
        }
    };

    private void submit(CountdownGateway gateway, BooleanSupplier permitted) {
        new RequestSender(gateway, time, Optional.empty()).submit(attempt, () -> 0, permitted, heard::add);
    }

    private void submit(CountdownGateway gateway) {
        submit(gateway, () -> true);
    }

    @Test
    void anAttemptThatWasHeldUpMayApplyForThatMuchLonger() {
        time.now = 2_000_000_000;
        CountdownGateway lossy = (countdown, deadline) ->
                CompletableFuture.completedFuture(new Outcome.Unknown("lost", deadline.plusSeconds(60)));
        submit(lossy);
        assertThat(heard).containsExactly(new Outcome.Unknown("lost", Duration.ofSeconds(63)));
    }

    @Test
    void agesAreNeverTakenForAShorterTime() {
        time.now = 1;
        CountdownGateway eternal = (countdown, deadline) ->
                CompletableFuture.completedFuture(new Outcome.Unknown("lost", Duration.ofSeconds(Long.MAX_VALUE)));
        submit(eternal);
        assertThat(heard).containsExactly(new Outcome.Unknown("lost", Durations.CENTURY.plusNanos(1)));
    }

    @Test
    void theLastQuestionIsAskedRightBeforeItIsHandedOver() {
        CountdownGateway never = (countdown, deadline) -> {
            throw new AssertionError();
        };
        submit(never, () -> false);
        assertThat(heard).isEmpty();
        submit(never, () -> {
            time.now = 3_000_000_000L; // it takes its time
            return true;
        });
        assertThat(heard).containsExactly(Outcome.NotApplied.heldUp(attempt.deadline()));
    }

    @Test
    void aGatewayThatAnswersAndThenThrowsHasAnswered() {
        CompletableFuture<Outcome> answersAndThrows = new CompletableFuture<>() {
            @Override
            public CompletableFuture<Outcome> whenComplete(BiConsumer<? super Outcome, ? super Throwable> action) {
                action.accept(Outcome.NotApplied.notSent("no route"), null);
                throw new IllegalStateException();
            }
        };
        submit((countdown, deadline) -> answersAndThrows);
        assertThat(heard).containsExactly(Outcome.NotApplied.notSent("no route"));
    }

    @Test
    void whatBreaksTheContractMayApplyForTheLongestTime() {
        List<CountdownGateway> broken = List.of(
                (countdown, deadline) -> {
                    throw new StackOverflowError();
                },
                (countdown, deadline) -> CompletableFuture.failedFuture(new IllegalStateException("secret")),
                (countdown, deadline) -> CompletableFuture.completedFuture(null));
        broken.forEach(this::submit);
        Duration longest = Duration.ofSeconds(123);
        assertThat(heard)
                .containsExactly(
                        new Outcome.Unknown("the gateway threw: java.lang.StackOverflowError", longest),
                        new Outcome.Unknown("the gateway failed: java.lang.IllegalStateException", longest),
                        new Outcome.Unknown("the gateway gave no reply", longest));
    }
}
