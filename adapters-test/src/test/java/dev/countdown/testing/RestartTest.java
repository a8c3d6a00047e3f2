package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.ContinuityStoreException;
import dev.countdown.application.EarlierOrders;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keepers of one scope after each other, each on a gateway of its own, as in processes of their own. */
class RestartTest {

    private static final Scope SCOPE = Scope.underlying("BTC_USDT");
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
    private static final ContinuityKey KEY = new ContinuityKey("test/options", "main", SCOPE);

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final InMemoryContinuityStore store = new InMemoryContinuityStore();
    private RecordingListener heard = new RecordingListener();

    private CountdownKeeperBuilder builder(RenewalPolicy policy) {
        heard = new RecordingListener();
        return CountdownKeeper.builder(UnreliableGateway.to(exchange, "demo", FaultPlan.NONE, time), SCOPE, policy)
                .scheduler(time)
                .listener(heard)
                .executor(Runnable::run)
                .storeThreads(Runnable::run);
    }

    private CountdownKeeper keeper(ContinuityStore with) {
        CountdownKeeper keeper =
                builder(POLICY).continuity(with, "test", "main").build().start();
        pass(100);
        return keeper;
    }

    private void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    private EarlierOrders earlierOrders() {
        return ((KeeperEvent.Armed) heard.events().stream()
                        .filter(KeeperEvent.Armed.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .earlierOrders();
    }

    private Stream<String> names() {
        return heard.events().stream().map(KeeperEvent::name);
    }

    @Test
    void aRestartWithinTheTimeoutIsProvenUnbroken() {
        CountdownKeeper before = keeper(store);
        assertThat(earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
        pass(60_000);
        before.close();
        pass(20_000);
        CountdownKeeper after = keeper(store);
        assertThat(earlierOrders()).isEqualTo(EarlierOrders.GUARDED);
        assertThat(after.mayQuote()).isTrue();
        after.close();
    }

    @Test
    void aRestartAfterTheFiringIsALapseUntilReconciled() {
        keeper(store).close();
        pass(40_000);
        CountdownKeeper after = keeper(store);
        assertThat(earlierOrders()).isEqualTo(EarlierOrders.LAPSED);
        assertThat(after.mayQuote()).isFalse();
        after.reconciled(after.protection().openLapse().orElseThrow());
        assertThat(after.mayQuote()).isTrue();
        after.close();
    }

    @Test
    void aShorterRequestIsRecordedBeforeTheExchangeSeesIt() {
        Watchdog alive = new Watchdog(time, Duration.ofSeconds(1));
        CountdownKeeper keeper = builder(POLICY.withOnDead(RenewalPolicy.OnDead.EXPIRE_SOON))
                .continuity(store, "test", "main")
                .liveness(alive)
                .build()
                .start();
        pass(100);
        assertThat(timeouts()).containsExactly(30);
        pass(2_000);
        assertThat(exchange.countdowns().get(0).countdown().timeout()).isEqualTo(Timeout.MINIMUM);
        assertThat(timeouts()).contains(30);
        keeper.close();
        pass(1_000);
        keeper(store).close();
        assertThat(earlierOrders()).isEqualTo(EarlierOrders.GUARDED);
    }

    private Stream<Integer> timeouts() {
        return store.record(KEY).orElseThrow().requests().stream()
                .map(each -> each.timeout().seconds());
    }

    @Test
    void aDisarmIsCertainOnlyOnceTheRecordSaysSo() {
        CountdownKeeper keeper = keeper(store);
        CompletableFuture<?> closed = keeper.close(CloseMode.DISARM).toCompletableFuture();
        pass(100);
        assertThat(closed).isDone();
        assertThat(store.record(KEY).orElseThrow().newest()).isEmpty();
    }

    @Test
    void anAcknowledgedExpireSoonLeavesNothingThatTheNextStartMustFear() {
        CountdownKeeper keeper = keeper(store);
        CompletableFuture<?> closed = keeper.close(CloseMode.EXPIRE_SOON).toCompletableFuture();
        pass(100);
        assertThat(closed).isDone();
        assertThat(timeouts()).doesNotContain(5);
        pass(10_000);
        assertQuotesOnceReconciled();
    }

    @Test
    void norDoesADisarmThatHadToBeRepeated() {
        keeper(store).close();
        pass(1_000);
        CountdownKeeper keeper = keeper(store);
        CompletableFuture<?> closed = keeper.close(CloseMode.DISARM).toCompletableFuture();
        pass(200_000);
        assertThat(closed).isDone();
        assertThat(timeouts()).doesNotContain(0);
        assertQuotesOnceReconciled();
    }

    /** From then on each renewal proves that the switch has not fired. */
    private void assertQuotesOnceReconciled() {
        CountdownKeeper after = keeper(store);
        after.protection().openLapse().ifPresent(after::reconciled);
        for (int second = 0; second < 60; second++) {
            assertThat(after.mayQuote())
                    .as("second " + second + ", " + names().toList())
                    .isTrue();
            pass(1_000);
        }
        after.close();
    }

    @Test
    void aRecordOfAnotherAccountIsNotUsed() {
        keeper(store).close();
        CountdownKeeper other =
                builder(POLICY).continuity(store, "test", "other").build().start();
        pass(100);
        assertThat(earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
        other.close();
    }

    /** A store that is broken in one way, for as long as it is. */
    private record BrokenStore(String how, Function<ContinuityStore, CompletionStage<?>> way)
            implements ContinuityStore {

        @Override
        public String toString() {
            return how;
        }

        @Override
        @SuppressWarnings("unchecked")
        public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
            return (CompletionStage<Optional<ContinuityRecord>>) way.apply(this);
        }

        @Override
        @SuppressWarnings("unchecked")
        public CompletionStage<Void> save(ContinuityRecord record) {
            return (CompletionStage<Void>) way.apply(this);
        }
    }

    static Stream<BrokenStore> broken() {
        return Stream.of(
                new BrokenStore("throws", store -> {
                    throw new IllegalStateException("secret");
                }),
                new BrokenStore("throws an Error", store -> {
                    throw new OutOfMemoryError("secret");
                }),
                new BrokenStore("gives null", store -> null),
                new BrokenStore("never completes", store -> new CompletableFuture<>()),
                new BrokenStore(
                        "completes exceptionally",
                        store -> CompletableFuture.failedStage(new ContinuityStoreException("the disk is full"))));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenStoreStopsNoRenewalAndIsToldOnce(BrokenStore brokenStore) {
        CountdownKeeper keeper = keeper(brokenStore);
        pass(120_000);
        assertThat(keeper.mayQuote()).isTrue();
        assertThat(earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
        assertThat(names().filter("unrecorded"::equals)).hasSize(1);
        assertThat(heard.events()).noneMatch(event -> event.reason().contains("secret"));
        assertThat(names()).doesNotContain("lapsed", "fired", "at_risk");
        keeper.close();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenStoreHoldsUpNoClose(BrokenStore brokenStore) {
        CountdownKeeper keeper = keeper(brokenStore);
        pass(5_000);
        CompletableFuture<?> closed = keeper.close(CloseMode.DISARM).toCompletableFuture();
        pass(60_000);
        assertThat(closed).isDone();
        assertThat(exchange.countdowns()).isEmpty();
        assertThat(closed.join()).extracting("certain").isEqualTo(false);
    }

    @Test
    void aStoreThatBlocksItsCallerStopsNoRenewal() {
        CountDownLatch forEver = new CountDownLatch(1);
        BrokenStore blocking = new BrokenStore("blocks", store -> {
            try {
                forEver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
        CountdownKeeper keeper = builder(POLICY)
                .storeThreads(task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                })
                .continuity(blocking, "test", "main")
                .build()
                .start();
        pass(120_000);
        assertThat(keeper.mayQuote()).isTrue();
        keeper.close();
        forEver.countDown();
    }

    @Test
    void aStoreThatThrewRecoversAndIsUsed() {
        CompletableFuture<Boolean> works = new CompletableFuture<>();
        ContinuityStore flaky = new ContinuityStore() {
            @Override
            public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
                return store.load(key);
            }

            @Override
            public CompletionStage<Void> save(ContinuityRecord record) {
                return works.isDone()
                        ? store.save(record)
                        : CompletableFuture.failedStage(new ContinuityStoreException("down"));
            }
        };
        CountdownKeeper keeper = keeper(flaky);
        pass(30_000);
        assertThat(store.record(KEY)).isEmpty();
        works.complete(true);
        pass(10_000);
        assertThat(store.record(KEY)).isPresent();
        keeper.close();
    }
}
