package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.RecordingListener;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VertxSchedulerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Scheduler scheduler = new VertxScheduler(vertx);

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void aTimerNeverFiresEarly() throws Exception {
        for (Duration delay : new Duration[] {Duration.ofSeconds(-1), Duration.ZERO, Duration.ofNanos(2_500_000)}) {
            long start = scheduler.nanoTime();
            CompletableFuture<Long> fired = new CompletableFuture<>();
            scheduler.schedule(delay, () -> fired.complete(scheduler.nanoTime()));
            assertThat(fired.get(5, TimeUnit.MINUTES) - start).isGreaterThanOrEqualTo(delay.toNanos());
        }
    }

    @Test
    void aCancelledTimerDoesNotFire() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Void> later = new CompletableFuture<>();
        Scheduler.Timer timer = scheduler.schedule(Duration.ofSeconds(1), runs::incrementAndGet);
        timer.cancel();
        timer.cancel();
        scheduler.schedule(Duration.ofMillis(1_100), () -> later.complete(null));
        later.get(5, TimeUnit.MINUTES);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aTaskThatThrowsStopsNoOtherTimer() throws Exception {
        CompletableFuture<Void> after = new CompletableFuture<>();
        vertx.exceptionHandler(failure -> {});
        scheduler.schedule(Duration.ofMillis(1), () -> {
            throw new IllegalStateException("from a test");
        });
        scheduler.schedule(Duration.ofMillis(20), () -> after.complete(null));
        after.get(5, TimeUnit.MINUTES);
    }

    @Test
    void aTimerOutlivesTheVerticleThatSetIt() throws Exception {
        CompletableFuture<Void> fired = new CompletableFuture<>();
        String id = vertx.deployVerticle(new VerticleBase() {
                    @Override
                    public Future<?> start() throws Exception {
                        scheduler.schedule(Duration.ofSeconds(1), () -> fired.complete(null));
                        return super.start();
                    }
                })
                .await();
        vertx.undeploy(id).await();
        fired.get(5, TimeUnit.MINUTES);
    }

    @Test
    void aTimerWaitsForNoWorkerThatBlocks() {
        vertx.deployVerticle(
                        new VerticleBase() {
                            @Override
                            public Future<?> start() throws Exception {
                                CompletableFuture<Void> fired = new CompletableFuture<>();
                                scheduler.schedule(Duration.ofMillis(1), () -> fired.complete(null));
                                fired.get(5, TimeUnit.MINUTES);
                                return super.start();
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
                .await();
    }

    @Test
    void theTimersThatAreSetWhenVertxClosesGoOnElsewhere() throws Exception {
        CompletableFuture<Void> fired = new CompletableFuture<>();
        AtomicInteger runs = new AtomicInteger();
        long start = scheduler.nanoTime();
        scheduler.schedule(Duration.ofMillis(500), () -> fired.complete(null));
        Scheduler.Timer timer = scheduler.schedule(Duration.ofHours(1), runs::incrementAndGet);
        vertx.close().await();
        timer.cancel();
        fired.get(5, TimeUnit.MINUTES);
        assertThat(scheduler.nanoTime() - start).isGreaterThanOrEqualTo(500_000_000);
        CompletableFuture<Void> later = new CompletableFuture<>();
        scheduler.schedule(Duration.ofMillis(20), () -> later.complete(null));
        later.get(5, TimeUnit.MINUTES);
        assertThat(runs).hasValue(0);
    }

    @Test
    void noTimerIsLostWhileVertxCloses() throws Exception {
        List<CompletableFuture<Void>> fired = new ArrayList<>();
        CompletableFuture<Void> closed = vertx.close().toCompletionStage().toCompletableFuture();
        do {
            CompletableFuture<Void> each = new CompletableFuture<>();
            fired.add(each);
            scheduler.schedule(Duration.ofMillis(fired.size() % 50), () -> each.complete(null));
        } while (!closed.isDone() && fired.size() < 100_000);
        CompletableFuture.allOf(fired.toArray(CompletableFuture<?>[]::new)).get(5, TimeUnit.MINUTES);
    }

    private static CountdownKeeperBuilder keeper(GateCountdownGateway gateway, int number) {
        return CountdownKeeper.builder(
                gateway, Scope.underlying("U" + number), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
    }

    @ParameterizedTest
    @EnumSource
    void aKeeperIsClosedAfterItsVertx(CloseMode mode) throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")))) {
            RecordingListener told = new RecordingListener();
            CountdownKeeper keeper = keeper(new GateCountdownGateway(vertx, Requests.settings(server)), 1)
                    .scheduler(scheduler)
                    .executor(Runnable::run)
                    .listener(told)
                    .build()
                    .start();
            keeper.firstArmed().get(5, TimeUnit.MINUTES);
            vertx.close().await();
            CloseResult result = keeper.close(mode).get(5, TimeUnit.MINUTES);
            assertThat(result.certain()).isEqualTo(mode != CloseMode.DISARM);
            told.await(KeeperEvent.Closed.class, Duration.ofMinutes(5));
            assertThat(told.names()).doesNotHaveDuplicates(); // nothing is tried again
        }
    }

    @Test
    void aFleetIsClosedAfterItsVertx() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")))) {
            GateCountdownGateway gateway = new GateCountdownGateway(vertx, Requests.settings(server));
            KeeperFleet fleet = KeeperFleet.on(scheduler, RequestBudget.GATE_OPTIONS);
            for (int i = 0; i < 5; i++) {
                fleet.add("account", keeper(gateway, i));
            }
            vertx.close().await();
            assertThat(fleet.close(CloseMode.DISARM).get(5, TimeUnit.MINUTES)).hasSize(5);
        }
    }

    @Test
    void theClocksAreTheMachinesOwn() {
        Scheduler system = Scheduler.system();
        long before = system.nanoTime();
        long nanos = scheduler.nanoTime() - before;
        assertThat(nanos).isBetween(0L, system.nanoTime() - before);
        long wallBefore = system.wallMillis();
        assertThat(scheduler.wallMillis()).isBetween(wallBefore, system.wallMillis());
    }
}
