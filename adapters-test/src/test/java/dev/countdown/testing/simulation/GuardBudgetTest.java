package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Scope;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What three nodes send for one account with as many scopes as {@code check} lets them keep, in an hour. */
@Tag("slow")
class GuardBudgetTest {

    private static final int NODES = 3;
    private static final int SCOPES = 40;
    private static final long LIMIT = 200;
    private static final long WINDOW = 10 * Weather.SECOND;

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<List<Long>> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"0, 160", "0.01, 163", "0.05, 175", "0.2, 200"})
    void staysWithinTheLimit(double loss, long mostOfTheMean) {
        for (int node = 0; node < NODES; node++) {
            startNode(loss);
            time.advance(Duration.ofMillis(random.nextLong(5_000)));
        }
        time.advance(Duration.ofMinutes(1)); // until the first arms are over, which count for the limit alone
        Duration hour = Duration.ofHours(1);
        long start = time.nanoTime();
        time.advance(hour);
        List<long[]> ofNodes = sent.stream()
                .map(times -> times.stream().mapToLong(Long::longValue).toArray())
                .toList();
        long[] all = ofNodes.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        long[] later = LongStream.of(all).filter(at -> at >= start).toArray();
        double mean = later.length * (double) WINDOW / hour.toNanos();
        System.out.printf(
                "%3.0f %% lost: in 10 s %.2f requests a scope and node, %.1f of all nodes, at most %d; in their first minute at"
                        + " most %d of all and %d of one node; scopes that fired: %d%n",
                100 * loss,
                mean / NODES / SCOPES,
                mean,
                most(later),
                most(all),
                ofNodes.stream().mapToLong(GuardBudgetTest::most).max().orElseThrow(),
                exchange.firings().size());
        assertThat(mean).isLessThanOrEqualTo(mostOfTheMean);
        assertThat(exchange.firings()).isEmpty();
        assertThat(most(all)).isLessThanOrEqualTo(LIMIT);
    }

    private void startNode(double loss) {
        KeeperFleet fleet = KeeperFleet.on(time, RequestBudget.GATE_OPTIONS.dividedBy(NODES));
        List<Long> times = new ArrayList<>();
        CountdownGateway real = exchange.gateway("user");
        CountdownGateway counted = (countdown, deadline) -> {
            times.add(time.nanoTime());
            return random.nextDouble() < loss ? new CompletableFuture<Outcome>() : real.submit(countdown, deadline);
        };
        IntStream.range(0, SCOPES)
                .forEach(number -> fleet.add(
                        "main",
                        CountdownKeeper.builder(counted, Scope.underlying("U" + number), RenewalPolicy.ofSeconds(30))
                                .executor(Runnable::run)
                                .shared()));
        sent.add(times);
    }

    /** In any ten seconds. */
    private static long most(long[] times) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.length; to++) {
            while (times[to] - times[from] >= WINDOW) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
