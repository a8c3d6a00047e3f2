package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    void theClocksAreTheMachinesOwn() {
        Scheduler system = Scheduler.system();
        long before = system.nanoTime();
        long nanos = scheduler.nanoTime() - before;
        assertThat(nanos).isBetween(0L, system.nanoTime() - before);
        long wallBefore = system.wallMillis();
        assertThat(scheduler.wallMillis()).isBetween(wallBefore, system.wallMillis());
    }
}
