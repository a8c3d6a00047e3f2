package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.math.Quantiles;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.testing.ExchangeEvent;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import dev.countdown.testing.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code keep --config} with many scopes against an exchange that allows 200 requests in 10 s. Each run takes
 * {@code -Dlong-run.seconds} (60) and adds a row to the table {@code target/budget-table.md}.
 */
class BudgetLongRun {

    private static final int TIMEOUT = 30;
    private static final double INTERVAL = TIMEOUT / 4.0;
    private static final int SECONDS = Integer.getInteger("long-run.seconds", 60);
    private static final Path TABLE = Path.of("target", "budget-table.md");

    private static final Storm NONE = (file, number) -> {};
    private static final Duration NEVER = Duration.ofSeconds(SECONDS);

    @TempDir
    Path folder;

    private ExchangeSimulator at;

    @BeforeAll
    static void head() throws IOException {
        Files.writeString(
                TABLE,
                "| what is kept | requests | refused with 429 | false fires | all armed after | lateness of a renewal:"
                        + " median | p99 | most |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    }

    /** The text of the file that keeps these scopes. */
    private static String config(ExchangeSimulator at, int accounts, int from, int to, int timeout) {
        StringBuilder text = new StringBuilder("timeout = " + timeout + "\ninterval = '7500ms'\non-exit = 'disarm'\n");
        for (int account = 0; account < accounts; account++) {
            String name = "a" + account;
            text.append(
                    String.format("[account.%s]%nbase-url = '%s'%nkey-env = 'KEY_%d'%n", name, at.baseUri(), account));
            for (int scope = from; scope < to; scope++) {
                text.append(String.format("[[account.%s.keep]]%nscope = 'underlying:U%d'%n", name, scope));
            }
        }
        return text.toString();
    }

    /** Changes the file, or not, before each SIGHUP. */
    private interface Storm {
        void next(Path file, int number) throws IOException;
    }

    private void run(String name, int accounts, int scopes, Duration pause, Storm storm) throws IOException {
        InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
        SimulatorSettings settings = SimulatorSettings.DEFAULTS;
        Map<String, String> environment = new HashMap<>(Map.of(Keys.SECRET, "demo"));
        for (int i = 0; i < accounts; i++) {
            settings = settings.plusKey(ApiKey.of("key" + i, "demo", "user" + i));
            environment.put("KEY_" + i, "key" + i);
        }
        try (ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0, settings)) {
            Path file = folder.resolve("c.toml");
            Files.writeString(file, config(simulator, accounts, 0, scopes, TIMEOUT));
            at = simulator;
            Instant start = exchange.now();
            try (Cli keep = Cli.start(environment, "keep", "--json", "--config", file.toString())) {
                keep.awaitOut("\"armed\"");
                Instant end = exchange.now().plusSeconds(SECONDS);
                for (int i = 0; exchange.now().isBefore(end); i++) {
                    CompletableFuture<Void> over = new CompletableFuture<>();
                    over.completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
                    if (i > 0 && pause.toSeconds() < SECONDS) {
                        storm.next(file, i);
                        keep.signal("HUP");
                    }
                }
                assertThat(keep.process().isAlive()).as("%s", keep.err()).isTrue();
                row(name, exchange, simulator, accounts, scopes, start);
                assertThat(exchange.firings()).isEmpty();
            }
        }
    }

    private void row(
            String name,
            InMemoryExchange exchange,
            ExchangeSimulator simulator,
            int accounts,
            int scopes,
            Instant start)
            throws IOException {
        Map<String, List<ExchangeEvent.Armed>> byScope = new TreeMap<>();
        for (int i = 0; i < accounts; i++) {
            for (ExchangeEvent.Armed armed : exchange.renewals("user" + i)) {
                byScope.computeIfAbsent(armed.user() + " " + armed.countdown().scope(), none -> new ArrayList<>())
                        .add(armed);
            }
        }
        List<Double> late = new ArrayList<>();
        Instant last = start;
        for (List<ExchangeEvent.Armed> arms : byScope.values()) {
            last = arms.get(0).at().isAfter(last) ? arms.get(0).at() : last;
            for (int i = 1; i < arms.size(); i++) {
                Duration gap =
                        Duration.between(arms.get(i - 1).at(), arms.get(i).at());
                boolean renewed =
                        arms.get(i - 1).triggerTime().isAfter(arms.get(i).at());
                if (renewed && gap.toMillis() < TIMEOUT * 1000) {
                    late.add(Math.max(0, gap.toMillis() / 1000.0 - INTERVAL));
                }
            }
        }
        List<SeenRequest> countdowns = simulator.requests().stream()
                .filter(request -> request.path().endsWith("countdown_cancel_all"))
                .toList();
        String row = String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.1f s (%d of %d) | %.2f s | %.2f s | %.2f s |%n",
                name,
                countdowns.size(),
                countdowns.stream()
                        .filter(request -> request.verdict().contains("TOO_MANY_REQUESTS"))
                        .count(),
                exchange.firings().size(),
                Duration.between(start, last).toMillis() / 1000.0,
                byScope.size(),
                accounts * scopes,
                percentile(late, 50),
                percentile(late, 99),
                percentile(late, 100));
        Files.writeString(TABLE, row, StandardOpenOption.APPEND);
        System.out.print(row);
    }

    private static double percentile(List<Double> all, int share) {
        return all.isEmpty() ? 0 : Quantiles.percentiles().index(share).compute(all);
    }

    @Test
    void fifty() throws IOException {
        run("50 scopes of one account", 1, 50, NEVER, NONE);
    }

    @Test
    void aHundred() throws IOException {
        run("100 scopes of one account", 1, 100, NEVER, NONE);
    }

    @Test
    void asManyAsFit() throws IOException {
        run("120 scopes of one account", 1, 120, NEVER, NONE);
    }

    @Test
    void aThousandInTenAccounts() throws IOException {
        run("1,000 scopes in ten accounts", 10, 100, NEVER, NONE);
    }

    @Test
    void aStormThatChangesNothing() throws IOException {
        run("120 of one account, SIGHUP every 100 ms", 1, 120, Duration.ofMillis(100), NONE);
    }

    @Test
    void aStormThatChangesEveryCountdown() throws IOException {
        run(
                "120 of one account, SIGHUP every 500 ms with another timeout for all",
                1,
                120,
                Duration.ofMillis(500),
                (file, number) -> Files.writeString(file, config(at, 1, 0, 120, TIMEOUT + number % 2)));
    }

    @Test
    void aStormThatTakesHalfAwayAndBringsItBack() throws IOException {
        run(
                "120 of one account, SIGHUP every 500 ms with half of them gone or back, on-exit disarm",
                1,
                120,
                Duration.ofMillis(500),
                (file, number) -> Files.writeString(file, config(at, 1, 0, number % 2 == 0 ? 120 : 60, TIMEOUT)));
    }
}
