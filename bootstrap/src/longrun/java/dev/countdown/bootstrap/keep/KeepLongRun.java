package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.testing.Fault;
import dev.countdown.testing.RandomFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The {@code keep} command for as long as it must hold, in a process of its own. {@code -Dlong-run.minutes=N} shortens
 * both runs.
 */
class KeepLongRun extends SimulatorTest {

    private static final Duration SLACK = Duration.ofSeconds(2);

    private final List<Usage> usages = new ArrayList<>();

    @Test
    void guardsWithoutAFalseFireThroughALineThatDelaysBreaksAndSwallows() {
        int minutes = Integer.getInteger("long-run.minutes", 10);
        try (UnrulyProxy proxy = new UnrulyProxy(baseUri, 20_261_123);
                Cli keep =
                        Cli.start(proxy.baseUri(), "keep", "--json", "--timeout", "10", "--underlying", "BTC_USDT")) {
            keep.awaitOut("\"armed\"");
            eachMinute(minutes, minute -> usages.add(Usage.of(keep.process().pid())));
            assertThat(exchange.firings()).isEmpty();
            KeptLog log = finish(keep);
            System.out.printf(
                    "%d exchanges, %d reset, %d swallowed; events %s; firings %d; claims checked %d; longest gap %s%n"
                            + "live KiB, threads, files by the minute: %s%n",
                    proxy.exchanges.get(),
                    proxy.resets.get(),
                    proxy.swallowed.get(),
                    log.counts(),
                    exchange.firings().size(),
                    log.claimsHold(),
                    log.longestGap(Instant.MIN, Instant.MAX),
                    usages);
            assertThat(proxy.resets.get() + proxy.swallowed.get()).isPositive();
            log.isAccountedFor();
            assertIsFlat();
        }
    }

    @Test
    void keepsTwoHundredScopesWithFaultsOnAndOffInTurn() {
        int minutes = Integer.getInteger("long-run.minutes", 60);
        List<String> arguments = new ArrayList<>(List.of("keep", "--json", "--timeout", "60"));
        IntStream.range(0, 200).forEach(i -> arguments.addAll(List.of("--underlying", "U" + i)));
        List<Duration> calm = new ArrayList<>();
        try (Cli keep = Cli.start(baseUri, arguments.toArray(String[]::new))) {
            keep.awaitOut("\"armed\"");
            eachMinute(minutes, minute -> {
                usages.add(Usage.of(keep.process().pid()));
                if (minute % 10 == 0) { // by then five minutes without a fault
                    Instant now = exchange.now();
                    calm.add(log(keep).longestGap(now.minusSeconds(220), now));
                }
                simulator.faults(
                        minute % 10 < 5 ? faults(minute) : RandomFaults.seeded(minute)); // five minutes of each
            });
            assertThat(exchange.firings()).isEmpty();
            KeptLog log = finish(keep);
            System.out.printf(
                    "Java %s: %d arms at the exchange; events %s; firings %d; claims checked %d; longest gap %s, "
                            + "while calm %s%nlive KiB, threads, files by the minute: %s%n",
                    Runtime.version(),
                    exchange.renewals("demo").size(),
                    log.counts(),
                    exchange.firings().size(),
                    log.claimsHold(),
                    log.longestGap(Instant.MIN, Instant.MAX),
                    calm,
                    usages);
            log.isAccountedFor();
            assertThat(log.longestGap(Instant.MIN, Instant.MAX)).isLessThan(Duration.ofSeconds(58));
            assertThat(calm)
                    .allMatch(gap -> gap.compareTo(Duration.ofSeconds(15).plus(SLACK)) < 0);
            assertIsFlat();
        }
    }

    private static RandomFaults faults(long seed) {
        return RandomFaults.seeded(seed)
                .withDelay(Duration.ofMillis(50), Duration.ofMillis(400))
                .with(0.03, new Fault.Reset(3))
                .with(0.03, new Fault.Refuse(503, "TOO_BUSY"))
                .with(0.02, new Fault.Truncate())
                .with(0.01, new Fault.Html())
                .with(0.005, new Fault.Throttle(Duration.ofSeconds(2)))
                .loseBefore(0.03)
                .loseAfter(0.03);
    }

    private KeptLog log(Cli keep) {
        return new KeptLog(keep.out(), exchange.renewals("demo"));
    }

    private KeptLog finish(Cli keep) {
        keep.signal("TERM");
        assertThat(keep.exitCode()).isEqualTo(143);
        return log(keep);
    }

    /** Memory, threads and files grow no more once the first third of the run has warmed everything up. */
    private void assertIsFlat() {
        int third = usages.size() / 3;
        Usage warm = most(usages.subList(0, third + 1).stream());
        Usage later = most(usages.subList(third, usages.size()).stream());
        assertThat(later.liveKib()).isLessThan(warm.liveKib() * 5 / 4);
        assertThat(later.threads()).isLessThanOrEqualTo(warm.threads() + 3);
        assertThat(later.files()).isLessThanOrEqualTo(warm.files() + 8);
    }

    private static Usage most(Stream<Usage> of) {
        return of.reduce((a, b) -> new Usage(
                        Math.max(a.liveKib(), b.liveKib()),
                        Math.max(a.threads(), b.threads()),
                        Math.max(a.files(), b.files())))
                .orElseThrow();
    }

    private interface Minute {
        void passed(int minute);
    }

    private static void eachMinute(int minutes, Minute each) {
        for (int minute = 1; minute <= minutes; minute++) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            over.completeOnTimeout(null, 1, TimeUnit.MINUTES).join();
            each.passed(minute);
        }
    }
}
