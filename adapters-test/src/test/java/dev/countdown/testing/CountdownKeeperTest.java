package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.FirstArmed;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.KeeperListener;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CountdownKeeperTest {

    private static final Scope SCOPE = Scope.underlying("BTC_USDT");
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final RecordingListener heard = new RecordingListener();

    private CountdownKeeper keeper(CountdownGateway gateway) {
        return CountdownKeeper.builder(gateway, SCOPE, POLICY)
                .scheduler(time)
                .listener(heard)
                .executor(Runnable::run)
                .build();
    }

    private static <T> T now(CompletableFuture<T> future) {
        assertThat(future).isDone();
        return future.join();
    }

    private void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    @Nested
    class ColdStart {

        private final List<Countdown> sent = new ArrayList<>();

        private CountdownGateway gateway(Supplier<CompletionStage<Void>> ready) {
            CountdownGateway fake = exchange.gateway();
            return new CountdownGateway() {
                @Override
                public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
                    sent.add(countdown);
                    return fake.submit(countdown, deadline);
                }

                @Override
                public CompletionStage<Void> ready() {
                    return ready.get();
                }
            };
        }

        @Test
        void theFirstAttemptIsMadeOnceTheGatewayIsReady() {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            CountdownKeeper keeper = keeper(gateway(() -> ready)).start();
            pass(2_000);
            assertThat(sent).isEmpty();
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMING);
            ready.complete(null);
            pass(0);
            assertThat(keeper.mayQuote()).isTrue();
            pass(7_000);
            assertThat(sent).hasSize(1);
        }

        @Test
        void aGatewayThatDoesNotSayWhetherItIsReadyIsTriedAfterFiveSeconds() {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            CountdownKeeper keeper = keeper(gateway(() -> ready)).start();
            pass(4_999);
            assertThat(sent).isEmpty();
            pass(1);
            assertThat(keeper.mayQuote()).isTrue();
            ready.complete(null);
            pass(7_000);
            assertThat(sent).as("late news hasten no renewal").hasSize(1);
        }

        @Test
        void aGatewayThatCannotTellWhetherItIsReadyIsTriedAtOnce() {
            List<Supplier<CompletionStage<Void>>> broken =
                    List.of(() -> CompletableFuture.failedFuture(new IllegalStateException()), () -> null, () -> {
                        throw new StackOverflowError();
                    });
            for (Supplier<CompletionStage<Void>> ready : broken) {
                CountdownKeeper keeper = keeper(gateway(ready)).start();
                pass(0);
                assertThat(keeper.mayQuote()).isTrue();
                keeper.close();
            }
        }

        @Test
        void nothingIsSentForAKeeperThatIsClosedMeanwhile() {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            keeper(gateway(() -> ready)).start().close();
            ready.complete(null);
            pass(60_000);
            assertThat(sent).isEmpty();
        }

        @Test
        void nothingIsSentForAStrategyThatDiesMeanwhile() {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            Watchdog alive = new Watchdog(time, Duration.ofSeconds(1));
            CountdownKeeper.builder(gateway(() -> ready), SCOPE, POLICY)
                    .scheduler(time)
                    .liveness(alive)
                    .build()
                    .start();
            pass(2_000);
            ready.complete(null);
            pass(60_000);
            assertThat(sent).isEmpty();
            alive.pet();
            pass(1_000);
            assertThat(sent).hasSize(1);
        }

        @Test
        void aFleetThatWasNotReadyStartsAtItsPaceAllTheSame() {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            CountdownGateway gateway = gateway(() -> ready);
            KeeperFleet fleet = KeeperFleet.on(time, new RequestBudget(20, Duration.ofSeconds(10)));
            IntStream.range(0, 12)
                    .forEach(i -> fleet.add(
                            "main",
                            CountdownKeeper.builder(
                                    gateway,
                                    Scope.underlying("U" + i),
                                    RenewalPolicy.forTimeout(Timeout.ofSeconds(600)))));
            pass(1_000);
            ready.complete(null);
            pass(0);
            int atOnce = sent.size();
            pass(5_000);
            assertThat(atOnce).isBetween(8, 11);
            assertThat(sent).hasSize(12);
        }

        @Test
        void aSuccessorWithAClaimDoesNotWait() {
            AtomicReference<CompletionStage<Void>> ready =
                    new AtomicReference<>(CompletableFuture.completedStage(null));
            CountdownGateway gateway = gateway(ready::get);
            CountdownKeeper first = keeper(gateway).start();
            pass(0);
            first.close();
            ready.set(new CompletableFuture<>());
            keeper(gateway).start();
            pass(0);
            assertThat(sent).hasSize(2);
        }

        @Test
        void norIsItHastenedOnceTheGatewayIsReady() {
            AtomicReference<CompletableFuture<Void>> ready =
                    new AtomicReference<>(CompletableFuture.completedFuture(null));
            CountdownGateway gateway = gateway(ready::get);
            KeeperFleet fleet = KeeperFleet.on(time, new RequestBudget(20, Duration.ofSeconds(10)));
            List<CountdownKeeper> first = addTwelve(fleet, gateway);
            pass(10_000);
            first.forEach(CountdownKeeper::close);
            pass(0);
            ready.set(new CompletableFuture<>());
            addTwelve(fleet, gateway);
            sent.clear();
            ready.get().complete(null);
            pass(0);
            assertThat(sent).as("their starts are spread over the interval").hasSizeLessThan(3);
        }

        private List<CountdownKeeper> addTwelve(KeeperFleet fleet, CountdownGateway gateway) {
            return IntStream.range(0, 12)
                    .mapToObj(i -> fleet.add(
                            "main",
                            CountdownKeeper.builder(
                                    gateway,
                                    Scope.underlying("U" + i),
                                    RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))))
                    .toList();
        }
    }

    @Nested
    class LifeCycle {

        @Test
        void armsAndSaysSo() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            pass(100);
            assertThat(keeper.mayQuote()).isTrue();
            assertThat(keeper.scope()).isEqualTo(SCOPE);
            assertThat(now(keeper.firstArmed())).isInstanceOf(FirstArmed.Armed.class);
            assertThat(exchange.countdowns()).hasSize(1);
        }

        @Test
        void theOrderGateAsksForTheMargin() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            pass(0);
            assertThat(keeper.mayQuote(Duration.ofSeconds(28))).isTrue();
            assertThat(keeper.mayQuote(Duration.ofSeconds(31))).isFalse();
            assertThatThrownBy(() -> keeper.mayQuote(Duration.ofMillis(-1))).hasMessageContaining("not be negative");
        }

        @Test
        void isStartedOnce() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            assertThatThrownBy(keeper::start).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void isNotStartedAfterItWasClosed() {
            CountdownKeeper keeper = keeper(exchange.gateway());
            keeper.close();
            assertThatThrownBy(keeper::start).isInstanceOf(IllegalStateException.class);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.CLOSED);
        }

        @Test
        void aSecondKeeperOfTheScopeIsRefusedUntilTheFirstHasClosed() {
            CountdownGateway gateway = exchange.gateway();
            CountdownKeeper first = keeper(gateway).start();
            CountdownKeeper second = keeper(gateway);
            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("underlying:BTC_USDT");
            keeper(gateway).close();
            assertThatThrownBy(second::start).isInstanceOf(IllegalStateException.class);
            first.close();
            second.start();
            pass(0);
            assertThat(second.mayQuote()).isTrue();
        }

        @Test
        void closeLeavesTheCountdownAndNoTimer() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            pass(100);
            keeper.close();
            keeper.close();
            assertThat(keeper.mayQuote()).isFalse();
            assertThat(now(keeper.close(CloseMode.DISARM)).mode()).isEqualTo(CloseMode.EXPIRE);
            assertThat(heard.names()).containsExactly("arming", "armed", "closed");
            pass(40_000);
            assertThat(exchange.firings()).hasSize(1);
            assertThat(time.pendingTimers()).isZero();
        }

        @Test
        void itWaitsForTheNextMillisecondAndDoesNotSpin() {
            AtomicInteger looks = new AtomicInteger();
            AtomicInteger sent = new AtomicInteger();
            CountdownGateway arms = exchange.gateway();
            CountdownKeeper keeper = CountdownKeeper.builder(
                            (countdown, deadline) -> sent.getAndIncrement() == 0
                                    ? arms.submit(countdown, deadline)
                                    : CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no route")),
                            SCOPE,
                            POLICY)
                    .scheduler(time)
                    .liveness(() -> {
                        looks.incrementAndGet();
                        return Liveness.Verdict.alive();
                    })
                    .executor(Runnable::run)
                    .build();
            keeper.onExpiring(Duration.ofMillis(7_777), () -> {});
            time.advance(Duration.ofNanos(300_001));
            keeper.start();
            pass(40_000);
            assertThat(exchange.firings()).hasSize(1);
            assertThat(looks).as("two a second, and one at each send").hasValueLessThan(200);
        }

        @Test
        void disarmTakesTheCountdownAway() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            pass(100);
            CompletableFuture<CloseResult> closing = keeper.close(CloseMode.DISARM);
            pass(100);
            assertThat(now(closing)).isEqualTo(new CloseResult(CloseMode.DISARM, true, Duration.ZERO));
            pass(60_000);
            assertThat(exchange.firings()).isEmpty();
        }

        @Test
        void aFirstArmThatIsRefusedForGoodIsTold() {
            Outcome.NotApplied refusal = new Outcome.NotApplied("INVALID_KEY", "no such key", Retry.NEVER);
            CountdownKeeper keeper = keeper((countdown, deadline) -> CompletableFuture.completedFuture(refusal))
                    .start();
            pass(0);
            assertThat(now(keeper.firstArmed())).isEqualTo(new FirstArmed.Refused(refusal));
        }

        @Test
        void aKeeperThatIsRefusedForGoodGoesOnAndOneThatIsClosedDoesNot() {
            AtomicInteger calls = new AtomicInteger();
            CountdownGateway real = exchange.gateway();
            CountdownKeeper keeper = keeper((countdown, deadline) -> calls.incrementAndGet() < 3
                            ? CompletableFuture.completedFuture(
                                    new Outcome.NotApplied("INVALID_KEY", "no such key", Retry.NEVER))
                            : real.submit(countdown, deadline))
                    .start();
            pass(20_000);
            assertThat(now(keeper.firstArmed()).keeperGoesOn()).isTrue();
            assertThat(keeper.mayQuote()).as("the key was repaired").isTrue();
            CountdownKeeper never = keeper(exchange.gateway());
            never.close();
            assertThat(now(never.firstArmed()).keeperGoesOn()).isFalse();
        }

        @Test
        void whatAPlatformDoesToItsFuturesChangesNothing() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            keeper.firstArmed().cancel(true);
            pass(0);
            assertThat(now(keeper.firstArmed())).isInstanceOf(FirstArmed.Armed.class);
            keeper.close(CloseMode.DISARM).complete(new CloseResult(CloseMode.DISARM, false, Duration.ofDays(1)));
            pass(100);
            assertThat(now(keeper.close(CloseMode.EXPIRE)).certain()).isTrue();
        }

        @Test
        void aFirstArmThatFailsGoesOnBeingTried() {
            AtomicInteger calls = new AtomicInteger();
            CountdownGateway real = exchange.gateway();
            CountdownKeeper keeper = keeper((countdown, deadline) -> calls.incrementAndGet() < 3
                            ? CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no route"))
                            : real.submit(countdown, deadline))
                    .start();
            pass(0);
            assertThat(keeper.firstArmed()).isNotDone();
            pass(4_000);
            assertThat(now(keeper.firstArmed())).isInstanceOf(FirstArmed.Armed.class);
        }

        @Test
        void closingBeforeTheFirstAcknowledgementIsTold() {
            CountdownKeeper keeper =
                    keeper((countdown, deadline) -> new CompletableFuture<>()).start();
            keeper.close();
            assertThat(now(keeper.firstArmed())).isInstanceOf(FirstArmed.Closed.class);
        }

        @Test
        void theNextKeeperInheritsWhatMayStillBeApplied() {
            List<CompletableFuture<Outcome>> pending = new ArrayList<>();
            CountdownGateway gateway = (countdown, deadline) -> {
                CompletableFuture<Outcome> reply = new CompletableFuture<>();
                pending.add(reply);
                if (pending.size() > 1) {
                    reply.complete(new Outcome.Applied(Acknowledgement.of(countdown)));
                }
                return reply;
            };
            CountdownKeeper shorter = CountdownKeeper.builder(gateway, SCOPE, RenewalPolicy.forTimeout(Timeout.MINIMUM))
                    .scheduler(time)
                    .build()
                    .start();
            pass(0);
            shorter.close();
            CountdownKeeper keeper = keeper(gateway).start();
            pass(0);
            assertThat(keeper.protection().protectedFor()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Nested
    class BrokenNeighbours {

        @Test
        void aGatewayThatThrowsIsAskedAgain() {
            AtomicInteger calls = new AtomicInteger();
            CountdownKeeper keeper = keeper((countdown, deadline) -> {
                        calls.incrementAndGet();
                        throw new StackOverflowError();
                    })
                    .start();
            pass(10_000);
            assertThat(calls).hasValueGreaterThan(3);
            assertThat(heard.last(KeeperEvent.Unknown.class).orElseThrow().reason())
                    .contains("StackOverflowError");
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMING);
        }

        @Test
        void aGatewayThatGivesNothingIsAskedAgain() {
            AtomicInteger calls = new AtomicInteger();
            keeper((countdown, deadline) -> {
                        calls.incrementAndGet();
                        return CompletableFuture.completedFuture(null);
                    })
                    .start();
            pass(10_000);
            assertThat(calls).hasValueGreaterThan(3);
        }

        @Test
        void aGatewayThatFailsExceptionallyIsAskedAgain() {
            keeper((countdown, deadline) -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
                    .start();
            pass(0);
            assertThat(heard.last(KeeperEvent.Unknown.class).orElseThrow().reason())
                    .contains("IllegalStateException")
                    .doesNotContain("secret");
        }

        @Test
        void aGatewayThatNeverAnswersIsAskedAgainAtTheDeadline() {
            AtomicInteger calls = new AtomicInteger();
            keeper((countdown, deadline) -> {
                        calls.incrementAndGet();
                        return new CompletableFuture<>();
                    })
                    .start();
            pass(9_000);
            assertThat(calls).hasValue(4);
        }

        @Test
        void aProbeThatThrowsCountsAsADeath() {
            CountdownKeeper keeper = CountdownKeeper.builder(exchange.gateway(), SCOPE, POLICY)
                    .scheduler(time)
                    .listener(heard)
                    .executor(Runnable::run)
                    .liveness(() -> {
                        throw new IllegalStateException();
                    })
                    .build()
                    .start();
            pass(1_000);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.EXPIRING);
            assertThat(exchange.countdowns()).isEmpty();
            assertThat(heard.last(KeeperEvent.Expiring.class).orElseThrow().reason())
                    .contains("IllegalStateException");
        }

        @Test
        void aListenerThatThrowsOrReEntersMissesNothing() {
            CountdownKeeper.builder(exchange.gateway(), SCOPE, POLICY)
                    .scheduler(time)
                    .listener((keeper, event) -> {
                        keeper.protection();
                        keeper.onExpiring(Duration.ofSeconds(1), () -> {});
                        throw new AssertionError();
                    })
                    .listener(heard)
                    .executor(Runnable::run)
                    .build()
                    .start();
            pass(16_000);
            assertThat(heard.names()).containsExactly("arming", "armed", "renewed", "renewed");
        }

        @Test
        void aListenerReconcilesTheKeeperThatItIsHanded() {
            AtomicBoolean down = new AtomicBoolean();
            CountdownGateway real = exchange.gateway();
            CountdownKeeper keeper = CountdownKeeper.builder(
                            (countdown, deadline) -> down.get()
                                    ? CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no route"))
                                    : real.submit(countdown, deadline),
                            SCOPE,
                            POLICY)
                    .scheduler(time)
                    .executor(Runnable::run)
                    .listener(heard)
                    .listener((self, event) -> {
                        if (event instanceof KeeperEvent.Lapsed lapsed) {
                            self.reconciled(lapsed.lapse()); // once the orders are read from the exchange
                        }
                    })
                    .build()
                    .start();
            pass(100);
            down.set(true);
            pass(40_000);
            down.set(false);
            pass(10_000);
            assertThat(heard.names()).containsSubsequence("fired", "lapsed", "recovered");
            assertThat(keeper.mayQuote()).isTrue();
        }

        @Test
        void aListenerHearsWhatHappensBetweenItsAddingAndItsRemoval() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            RecordingListener late = new RecordingListener();
            pass(100);
            keeper.addListener(late);
            pass(8_000);
            assertThat(late.names()).containsExactly("renewed");
            keeper.removeListener(late);
            pass(8_000);
            assertThat(late.names()).containsExactly("renewed");
            assertThat(heard.names()).containsExactly("arming", "armed", "renewed", "renewed");
        }

        @Test
        void aListenerMayRemoveItself() {
            List<String> once = new ArrayList<>();
            CountdownKeeper keeper = keeper(exchange.gateway());
            KeeperListener[] itself = new KeeperListener[1];
            itself[0] = (self, event) -> {
                once.add(event.name());
                self.removeListener(itself[0]);
            };
            keeper.addListener(itself[0]);
            keeper.start();
            pass(20_000);
            assertThat(once).containsExactly("arming");
        }

        @Test
        void whatWaitsForAListenerThatIsRemovedIsNotTold() {
            List<Runnable> held = new ArrayList<>();
            CountdownKeeper keeper = CountdownKeeper.builder(exchange.gateway(), SCOPE, POLICY)
                    .scheduler(time)
                    .executor(held::add)
                    .listener(heard)
                    .build()
                    .start();
            keeper.removeListener(heard);
            List.copyOf(held).forEach(Runnable::run);
            assertThat(heard.names()).isEmpty();
        }

        @Test
        void aListenerThatBlocksDelaysNobody() throws Exception {
            CountDownLatch release = new CountDownLatch(1);
            CountdownKeeper keeper = CountdownKeeper.builder(exchange.gateway(), SCOPE, POLICY)
                    .scheduler(time)
                    .listener((self, event) -> {
                        try {
                            release.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .build()
                    .start();
            pass(60_000);
            assertThat(keeper.mayQuote()).isTrue();
            assertThat(keeper.firstArmed().get(5, TimeUnit.MINUTES)).isInstanceOf(FirstArmed.Armed.class);
            release.countDown();
        }

        @Test
        void anExecutorThatIsShutDownKeepsNoStageFromCompleting() throws Exception {
            CountdownKeeper keeper = CountdownKeeper.builder(exchange.gateway(), SCOPE, POLICY)
                    .scheduler(time)
                    .listener(heard)
                    .executor(task -> {
                        throw new RejectedExecutionException();
                    })
                    .build()
                    .start();
            assertThat(keeper.close(CloseMode.EXPIRE).get(5, TimeUnit.MINUTES).mode())
                    .isEqualTo(CloseMode.EXPIRE);
            heard.await(KeeperEvent.Closed.class, Duration.ofSeconds(10));
        }
    }

    @Nested
    class Warning {

        @Test
        void aHungStrategyIsExpiringAsSoonAsItsSilenceIsTooLong() {
            Watchdog watchdog = new Watchdog(time, Duration.ofMillis(1_250));
            CountdownKeeper keeper = CountdownKeeper.builder(exchange.gateway(), SCOPE, POLICY)
                    .scheduler(time)
                    .liveness(watchdog)
                    .build()
                    .start();
            pass(1_248);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMED);
            pass(2);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.EXPIRING);
            watchdog.pet();
            pass(500);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMED);
        }

        @Tag("slow")
        @Test
        void anAlarmRingsOnceBeforeEachClaimEnds() {
            AtomicInteger rings = new AtomicInteger();
            AtomicInteger calls = new AtomicInteger();
            CountdownGateway real = exchange.gateway();
            CountdownKeeper keeper = keeper((countdown, deadline) ->
                            calls.incrementAndGet() == 1 ? real.submit(countdown, deadline) : new CompletableFuture<>())
                    .start();
            keeper.onExpiring(Duration.ofSeconds(2), rings::incrementAndGet);
            pass(26_900);
            assertThat(rings).hasValue(0);
            pass(1_100);
            assertThat(rings).hasValue(1);
            pass(10_000);
            assertThat(rings).hasValue(1);
            assertThatThrownBy(() -> keeper.onExpiring(Duration.ofNanos(-1), () -> {}))
                    .hasMessageContaining("not be negative");
        }

        @Test
        void aLapseStaysUntilItIsReconciled() {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            pass(100);
            exchange.restart(false);
            time.suspend(Duration.ofSeconds(40));
            pass(1_000);
            assertThat(heard.names()).containsExactly("arming", "armed", "at_risk", "lapsed");
            assertThat(keeper.mayQuote()).isFalse();
            keeper.reconciled(keeper.protection().openLapse().orElseThrow());
            assertThat(keeper.mayQuote()).isTrue();
        }
    }

    @Nested
    class Threads {
        @Test
        void manyThreadsReadWhileOneWritesAndNeverSeeAClaimBeyondTheTruth() throws Exception {
            CountdownKeeper keeper = keeper(exchange.gateway()).start();
            pass(100);
            var pool = Executors.newFixedThreadPool(2);
            CountDownLatch started = new CountDownLatch(2);
            AtomicBoolean stop = new AtomicBoolean();
            try {
                List<Future<?>> readers = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    readers.add(pool.submit(() -> {
                        while (!stop.get()) {
                            assertClaimsNoMoreThanTheTruth(keeper);
                            started.countDown();
                        }
                    }));
                }
                assertThat(started.await(5, TimeUnit.MINUTES)).isTrue();
                for (int i = 0; i < 1_000; i++) {
                    pass(7_500);
                    assertThat(keeper.mayQuote()).isTrue();
                }
                stop.set(true);
                for (Future<?> reader : readers) {
                    reader.get(5, TimeUnit.MINUTES);
                }
            } finally {
                stop.set(true);
                pool.shutdownNow();
            }
            assertThat(exchange.firings()).isEmpty();
        }

        /**
         * Renewals only move the end of the countdown away, so one that is read later is no nearer. A reader that was held
         * up between a snapshot and the clocks may claim less, even nothing.
         */
        private void assertClaimsNoMoreThanTheTruth(CountdownKeeper keeper) {
            Duration margin = Duration.ofSeconds(25);
            Instant before = time.now();
            Duration quotes = keeper.mayQuote(margin) ? margin : Duration.ZERO;
            Duration claimed = keeper.protection().protectedFor();
            Instant truth = exchange.countdowns().get(0).triggerTime();
            assertThat(before.plus(quotes)).isBeforeOrEqualTo(truth);
            assertThat(before.plus(claimed)).isBeforeOrEqualTo(truth);
        }
    }
}
