package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.keep.target.HeldGateway;
import dev.countdown.bootstrap.keep.target.KeyInMarket;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Market;
import dev.countdown.testing.InMemoryExchange;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bot whose loop never does anything: the thread that decides hangs. */
class GuardedBotTest {

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private GuardedBot child = new GuardedBot(Guardian.KEEP, List.of(), Optional.empty(), Set.of());

    @AfterEach
    void end() {
        child.kill();
        child.leave();
    }

    private void start(String script) {
        child = new GuardedBot(Guardian.KEEP, List.of("sh", "-c", script), Optional.empty(), Set.of());
        child.start(ignored -> {});
    }

    private Outcome submit(Countdown countdown) {
        return new HeldGateway(new KeyInMarket("KEY", Market.OPTIONS), exchange.gateway(), child::isHeld)
                .submit(countdown, Duration.ofSeconds(1))
                .toCompletableFuture()
                .join();
    }

    private Outcome arm() {
        return submit(Countdown.arm(Scope.all(), Timeout.ofSeconds(30)));
    }

    @Test
    void isArmedForWhileItRuns() {
        start("sleep 1000");
        Await.until("it runs", child::isStarted);
        assertThat(child.check().reason()).isEmpty();
        assertThat(arm()).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void isNotAliveOnceItFailed() {
        start("exit 3");
        Await.until("it is dead", () -> child.check().reason().equals(Optional.of("the bot ended with 3")));
    }

    /** Nothing is shortened for it either: only the loop knows whether it is to be. */
    @Test
    void isNeitherDeadNorArmedForOnceItEndedWell() {
        start("exit 0");
        Await.until("it is held", child::isHeld);
        assertThat(child.check().reason()).isEmpty();
        assertThat(arm()).isEqualTo(Outcome.NotApplied.notSent("the bot ended"));
        assertThat(submit(Countdown.disarm(Scope.all()))).isInstanceOf(Outcome.Applied.class);
        child.judge();
        assertThat(arm()).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void isArmedForWhileAnyOfItsProcessesRuns() {
        start("sleep 1000 &");
        Await.until(
                "a look found the rest",
                () -> child.running().stream().anyMatch(each -> each.name().equals("sleep") && each.parent() != 0));
        Await.until("its first process is gone", () -> child.running().size() == 1);
        assertThat(child.isHeld()).isFalse();
        assertThat(arm()).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void isNotAliveOnceItWasGivenUp() {
        start("sleep 1000");
        child.giveUp("the bot did not end within 1.0 s");
        assertThat(child.check().reason()).contains("the bot did not end within 1.0 s");
    }

    /** A companion can fail in more ways than by an exception of its input. */
    @Test
    void isStartedThoughNothingCanRunBesideIt() throws InterruptedException {
        Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE, 500_000_000);
        child = new GuardedBot(Guardian.KEEP, List.of("sleep", "1000"), Optional.of(tooLong), Set.of());
        BlockingQueue<BotEvent> told = new LinkedBlockingQueue<>();
        child.start(told::add);
        assertThat(told.poll(5, TimeUnit.MINUTES)).isInstanceOf(BotEvent.Trouble.class);
        child.look();
        assertThat(told.poll(5, TimeUnit.MINUTES))
                .isInstanceOfSatisfying(
                        BotEvent.Looked.class,
                        looked -> assertThat(looked.look().running()).hasSize(1));
    }

    @Test
    void itsEndIsToldWhereJavaHasNoThreadToTellIt() {
        List<Integer> codes = new ArrayList<>();
        GuardedBot.onEnd(new EndedUntold(), Runnable::run, codes::add);
        assertThat(codes).containsExactly(7);
    }

    private static final class EndedUntold extends Process {
        @Override
        public CompletableFuture<Process> onExit() {
            return CompletableFuture.failedFuture(new OutOfMemoryError("unable to create native thread"));
        }

        @Override
        public int waitFor() {
            return 7;
        }

        @Override
        public int exitValue() {
            throw new IllegalThreadStateException("not known yet");
        }

        @Override
        public void destroy() {
            throw new UnsupportedOperationException();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }
    }
}
