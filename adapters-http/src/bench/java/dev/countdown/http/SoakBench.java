package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.Fault;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.RandomFaults;
import dev.countdown.testing.simulator.ExchangeSimulator;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Minutes of a keeper over a line that delays every exchange by 100 to 300 ms, breaks 5 % of them and swallows 5 %. The
 * exchange is the judge of every claim, 20 times a second.
 */
class SoakBench {

    private static final long MINUTES = Long.getLong("bench.minutes", 10);
    private static final Duration SAMPLE = Duration.ofMillis(50);
    private static final Timeout TIMEOUT = Timeout.ofSeconds(10);

    private final Scheduler time = Scheduler.system();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final List<Usage> usages = new ArrayList<>();
    private long samples;
    private long armed;
    private long end;

    /** What the process holds. */
    private record Usage(long heapKib, int threads, long files) {
        static Usage now() throws Exception {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Usage(
                        (runtime.totalMemory() - runtime.freeMemory()) / 1024,
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        open.count());
            }
        }
    }

    @Test
    void noFalseFireAndNoFalseClaim() throws Exception {
        Vertx vertx = Vertx.vertx();
        RandomFaults faults = RandomFaults.seeded(20_261_123)
                .withDelay(Duration.ofMillis(100), Duration.ofMillis(200))
                .with(0.05, new Fault.Reset(3))
                .loseBefore(0.025)
                .loseAfter(0.025);
        try (ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
                GateCountdownGateway gateway = new GateCountdownGateway(
                        vertx, GateSettings.of(simulator.baseUri(), Credentials.of("demo", "demo")));
                CountdownKeeper keeper = CountdownKeeper.builder(
                                gateway, Scope.underlying("BTC_USDT"), RenewalPolicy.forTimeout(TIMEOUT))
                        .build()) {
            simulator.faults(faults);
            keeper.start().firstArmed().get(30, TimeUnit.SECONDS);
            end = time.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            time.schedule(SAMPLE, () -> sample(keeper));
            over.get(MINUTES + 1, TimeUnit.MINUTES);
            System.out.println(samples + " samples, " + armed + " of them armed; "
                    + simulator.requests().size() + " requests, "
                    + exchange.firings().size() + " firings; by the minute " + usages);
            assertThat(exchange.firings()).isEmpty();
            assertThat(armed).isEqualTo(samples);
            keeper.close(CloseMode.EXPIRE);
        } finally {
            vertx.close();
        }
    }

    private void sample(CountdownKeeper keeper) {
        try {
            Instant before = exchange.now();
            Protection claim = keeper.protection();
            boolean quoting = keeper.mayQuote();
            Instant due = exchange.countdowns().isEmpty()
                    ? Instant.MIN
                    : exchange.countdowns().get(0).triggerTime();
            if (quoting) {
                assertThat(due).as("%s", claim).isAfterOrEqualTo(before.plus(claim.protectedFor()));
            }
            armed += quoting ? 1 : 0;
            if (++samples % (60_000 / SAMPLE.toMillis()) == 0) {
                usages.add(Usage.now());
            }
            if (time.nanoTime() < end) {
                time.schedule(SAMPLE, () -> sample(keeper));
            } else {
                over.complete(null);
            }
        } catch (Throwable failure) {
            over.completeExceptionally(failure);
        }
    }
}
