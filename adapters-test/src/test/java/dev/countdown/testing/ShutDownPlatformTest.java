package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.FirstArmed;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A platform that shuts its executor, its scheduler or its gateway down before its keepers: every end is told nevertheless. */
class ShutDownPlatformTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final RecordingListener told = new RecordingListener();

    private static CloseResult await(CompletableFuture<CloseResult> result) throws Exception {
        return result.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private CountdownKeeperBuilder keeper(CountdownGateway gateway, int number) {
        return CountdownKeeper.builder(
                        gateway, Scope.underlying("U" + number), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .listener(told);
    }

    @Nested
    class TheExecutor {

        private final ManualScheduler time = new ManualScheduler();
        private final CountdownGateway gateway = InMemoryExchange.on(time).gateway();

        private CountdownKeeper started(Executor executor) {
            CountdownKeeper keeper = keeper(gateway, 1)
                    .scheduler(time)
                    .executor(executor)
                    .build()
                    .start();
            time.advance(Duration.ofMillis(10));
            return keeper;
        }

        static Stream<Throwable> whatItThrows() {
            return Stream.of(new RejectedExecutionException(), new IllegalStateException(), new StackOverflowError());
        }

        private static Executor throwing(Throwable what) {
            return task -> ShutDownPlatformTest.<RuntimeException>sneak(what);
        }

        @ParameterizedTest
        @MethodSource
        void whatItThrows(Throwable what) throws Exception {
            CountdownKeeper keeper = started(throwing(what));
            CompletableFuture<Boolean> rang = new CompletableFuture<>();
            keeper.onExpiring(Duration.ofMinutes(1), () -> rang.complete(true));
            assertThat(rang.get(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(keeper.firstArmed().get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(FirstArmed.Armed.class);
            CompletableFuture<CloseResult> result = keeper.close(CloseMode.DISARM);
            time.advance(Duration.ofMillis(10));
            assertThat(await(result).certain()).isTrue();
            told.await(KeeperEvent.Closed.class, SOON);
            assertThat(told.names()).containsExactly("arming", "armed", "disarming", "disarmed", "closed");
        }

        @Test
        void whichRanATaskAndThrewDoesNotRunItTwice() throws Exception {
            CountdownKeeper keeper = started(task -> {
                task.run();
                throw new IllegalStateException();
            });
            keeper.close();
            told.await(KeeperEvent.Closed.class, SOON);
            assertThat(told.names()).containsExactly("arming", "armed", "closed");
        }

        @Test
        void whichIsShutDownAtOnceDropsNoEnd() throws Exception {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            CountDownLatch blocked = new CountDownLatch(1);
            executor.execute(() -> {
                try {
                    blocked.await();
                } catch (InterruptedException shutDown) {
                    Thread.currentThread().interrupt();
                }
            });
            CountdownKeeper keeper = started(executor);
            assertThat(executor.shutdownNow()).isNotEmpty();
            keeper.close();
            told.await(KeeperEvent.Closed.class, SOON);
            assertThat(told.names()).containsExactly("arming", "armed", "closed");
        }
    }

    @Nested
    class TheScheduler {

        private final AtomicInteger submitted = new AtomicInteger();
        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        private final Scheduler scheduler = Scheduler.on(executor);

        private final CountdownGateway exchange =
                InMemoryExchange.on(Scheduler.system()).gateway();

        private final CountdownGateway gateway = (countdown, deadline) -> {
            submitted.incrementAndGet();
            return exchange.submit(countdown, deadline);
        };

        @ParameterizedTest
        @EnumSource
        void keepsNoKeeperFromClosing(CloseMode mode) throws Exception {
            CountdownKeeper keeper =
                    keeper(gateway, 1).scheduler(scheduler).build().start();
            told.await(KeeperEvent.Armed.class, SOON);
            executor.shutdownNow();
            CloseResult result = await(keeper.close(mode));
            assertThat(result.certain()).isTrue();
            assertThat(submitted).hasValue(mode == CloseMode.EXPIRE ? 1 : 2);
        }

        @Test
        void keepsNoMemberOfAFleetFromClosing() throws Exception {
            KeeperFleet fleet = KeeperFleet.on(scheduler, RequestBudget.GATE_OPTIONS);
            for (int i = 0; i < 5; i++) {
                fleet.add("a", keeper(gateway, i));
            }
            Await.until(() -> fleet.protection().isArmed());
            executor.shutdownNow();
            Collection<CloseResult> results = fleet.close(CloseMode.DISARM)
                    .get(SOON.toSeconds(), TimeUnit.SECONDS)
                    .values();
            assertThat(results).hasSize(5).allMatch(CloseResult::certain);
            assertThat(submitted).hasValue(10);
        }
    }

    @Test
    void aGatewayThatIsClosedEndsACloseAtOnceAndUncertain() {
        ManualScheduler time = new ManualScheduler();
        CountdownGateway exchange = InMemoryExchange.on(time).gateway();
        boolean[] closed = {false};
        CountdownGateway gateway = (countdown, deadline) -> closed[0]
                ? CompletableFuture.completedFuture(
                        new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, "the gateway is closed", Retry.NEVER))
                : exchange.submit(countdown, deadline);
        CountdownKeeper keeper = keeper(gateway, 1)
                .scheduler(time)
                .executor(Runnable::run)
                .build()
                .start();
        time.advance(Duration.ofSeconds(1));
        closed[0] = true;
        CompletableFuture<CloseResult> result = keeper.close(CloseMode.DISARM);
        time.advance(Duration.ZERO);
        assertThat(result).isCompletedWithValueMatching(end -> !end.certain());
        CountdownKeeper late = keeper(gateway, 2)
                .scheduler(time)
                .executor(Runnable::run)
                .build()
                .start();
        time.advance(Duration.ZERO);
        assertThat(late.firstArmed()).isCompletedWithValueMatching(answer -> answer instanceof FirstArmed.Refused);
        late.close();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable what) throws T {
        throw (T) what;
    }
}
