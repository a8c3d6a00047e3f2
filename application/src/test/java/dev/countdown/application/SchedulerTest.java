package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers on an executor of the platform's. */
class SchedulerTest {

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "platform"));
    private final Scheduler scheduler = Scheduler.on(executor);

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void aTimerRunsOnThePlatformsThreadAndNotEarly() throws Exception {
        CompletableFuture<String> ran = new CompletableFuture<>();
        long begun = scheduler.nanoTime();
        scheduler.schedule(
                Duration.ofMillis(5),
                () -> ran.complete(
                        Thread.currentThread().getName() + " " + (scheduler.nanoTime() - begun >= 5_000_000)));
        assertThat(ran.get(30, TimeUnit.SECONDS)).isEqualTo("platform true");
    }

    @Test
    void aTimerThatThrowsStopsNoLaterOne() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        scheduler.schedule(Duration.ZERO, () -> {
            throw new AssertionError("on purpose");
        });
        scheduler.schedule(Duration.ofMillis(-1), ran::countDown);
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTimerThatIsCancelledDoesNotRun() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        executor.execute(() -> awaitQuietly(cancelled));
        Scheduler.Timer timer = scheduler.schedule(Duration.ZERO, () -> first.complete("cancelled"));
        scheduler.schedule(Duration.ZERO, () -> first.complete("later"));
        timer.cancel();
        timer.cancel();
        cancelled.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("later");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException shutDown) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void itsClocksAreTheMachines() {
        long before = Scheduler.system().nanoTime();
        assertThat(scheduler.nanoTime()).isBetween(before, before + TimeUnit.HOURS.toNanos(1));
        long wall = Scheduler.system().wallMillis();
        assertThat(scheduler.wallMillis()).isBetween(wall, wall + TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void anExecutorThatIsShutDownRefuses() {
        executor.shutdown();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> scheduler.schedule(Duration.ZERO, () -> {}));
    }
}
