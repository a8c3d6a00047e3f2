package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AccountQueueTest {

    private static final long SECOND = 1_000_000_000;

    private final List<Runnable> timers = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private long now = -5;

    private final Scheduler scheduler = new Scheduler() {
        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            long at = now + delay.toNanos();
            timers.add(() -> {
                if (now >= at) {
                    task.run();
                }
            });
            return timers::clear;
        }
    };

    private final AccountQueue queue = new AccountQueue(new RequestBudget(2, Duration.ofSeconds(10)), scheduler);

    private CompletionStage<Reply> submit(String name, long left) {
        CountdownGateway gateway = (countdown, deadline) -> {
            sent.add(name + " " + deadline.toMillis());
            return CompletableFuture.completedFuture(new Reply.Applied(Acknowledgement.of(countdown)));
        };
        Countdown countdown = Countdown.arm(Scope.underlying(name), Timeout.ofSeconds(60));
        return queue.submit(gateway, countdown, Duration.ofSeconds(4), left * SECOND);
    }

    private void at(double seconds) {
        now = -5 + (long) (seconds * SECOND);
        List.copyOf(timers).forEach(Runnable::run);
    }

    @Test
    void sendsAtOnceWhileTheWindowHasRoom() {
        submit("a", 20);
        submit("b", 10);
        assertThat(sent).containsExactly("a 4000", "b 4000");
    }

    @Test
    void whoseClaimEndsFirstIsSentFirstOnceTheWindowHasRoom() {
        submit("a", 20);
        at(1);
        submit("b", 20);
        at(9);
        submit("later", 20);
        submit("sooner", 10);
        assertThat(sent).hasSize(2);
        at(10);
        assertThat(sent).hasSize(3).endsWith("sooner 3000");
        at(11);
        assertThat(sent).hasSize(4).endsWith("later 2000");
    }

    @Test
    void whoWaitedHalfItsDeadlineComesBackUnsent() {
        submit("a", 20);
        submit("b", 20);
        CompletableFuture<Reply> waiting = submit("c", 20).toCompletableFuture();
        at(2);
        assertThat(waiting).isNotDone();
        at(2.1);
        assertThat(waiting.join())
                .isEqualTo(new Reply.NotApplied(
                        "NOT_SENT", "the account's request budget is used up", Retry.after(Duration.ofMillis(7_900))));
        at(10);
        assertThat(sent).hasSize(2);
    }

    @Test
    void theFenceOfARequestThatWaitedCountsFromItsSubmission() {
        submit("a", 20);
        at(1);
        submit("b", 20);
        at(9);
        CountdownGateway lossy = (countdown, deadline) ->
                CompletableFuture.completedFuture(new Reply.Unknown("lost", deadline.plusSeconds(60)));
        CompletableFuture<Reply> reply = queue.submit(lossy, Countdown.cancel(Scope.all()), Duration.ofSeconds(4), 0)
                .toCompletableFuture();
        at(10);
        assertThat(reply.join()).isEqualTo(new Reply.Unknown("lost", Duration.ofSeconds(64)));
    }

    @Test
    void whatAGatewayThrowsIsHandedOn() {
        CountdownGateway broken = (countdown, deadline) -> {
            throw new IllegalStateException();
        };
        CountdownGateway failing = (countdown, deadline) -> CompletableFuture.failedFuture(new AssertionError());
        Countdown countdown = Countdown.cancel(Scope.all());
        assertThat(queue.submit(broken, countdown, Duration.ofSeconds(1), 0).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(queue.submit(failing, countdown, Duration.ofSeconds(1), 0).toCompletableFuture())
                .isCompletedExceptionally();
    }
}
