package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What happens between the moment at which an attempt is made and the one at which it would be handed to the gateway. */
class HeldUpKeeperTest {

    private final List<Countdown> submitted = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private Runnable due = () -> {};
    private Runnable inBetween = () -> {};
    private Verdict verdict = Verdict.alive();

    private final SetTime time = new SetTime() {
        @Override
        public Timer schedule(Duration delay, Runnable task) {
            waits.add(delay);
            due = task;
            Runnable once = inBetween;
            inBetween = () -> {};
            once.run();
            return () -> {};
        }
    };

    private final CountdownKeeper keeper = CountdownKeeper.builder(
                    (countdown, deadline) -> {
                        submitted.add(countdown);
                        return new CompletableFuture<>();
                    },
                    Scope.all(),
                    RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
            .scheduler(time)
            .liveness(() -> verdict)
            .listener((from, event) -> heard.add(event.name()))
            .executor(Runnable::run)
            .build()
            .start();

    private void wakeAnd(Runnable happening) {
        inBetween = happening;
        due.run();
    }

    private void holdUp(long millis) {
        wakeAnd(() -> time.now += millis * 1_000_000);
    }

    @Test
    void anAttemptIsSentWhileItsDeadlineLasts() {
        holdUp(2_999);
        assertThat(submitted).hasSize(1);
    }

    @Test
    void anAttemptWhoseDeadlineIsOverIsNeverSent() {
        holdUp(3_000);
        assertThat(submitted).isEmpty();
        assertThat(heard).containsExactly("arming", "failed");
        assertThat(waits).endsWith(Duration.ZERO);
    }

    @Test
    void anAttemptIsNotSentOnceTheKeeperWasClosed() {
        wakeAnd(keeper::close);
        assertThat(submitted).isEmpty();
        assertThat(heard).containsExactly("arming", "closed");
    }

    @Test
    void whatWasNotSentBeforeTheCloseIsNotPending() {
        CompletableFuture<CloseResult> result = new CompletableFuture<>();
        wakeAnd(() -> keeper.close(CloseMode.DISARM).thenAccept(result::complete));
        assertThat(submitted).isEmpty();
        assertThat(heard).containsExactly("arming", "failed", "closed");
        assertThat(result).isCompletedWithValue(new CloseResult(CloseMode.DISARM, true, Duration.ZERO));
    }

    @Test
    void anAttemptIsNotSentOnceTheStrategyDied() {
        wakeAnd(() -> verdict = Verdict.dead("hangs"));
        assertThat(submitted).isEmpty();
        assertThat(heard).containsExactly("arming", "failed", "expiring");
        verdict = Verdict.alive();
        time.now += 3_000_000_000L;
        due.run();
        assertThat(submitted).hasSize(1);
    }
}
