package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import dev.countdown.metrics.CountdownMetrics;
import dev.countdown.testing.InMemoryExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final String ARMED =
            "countdown_state{account=\"main\",market=\"options\",scope=\"all\",state=\"armed\"} ";
    private static final String ACKNOWLEDGED =
            "countdown_round_trip_seconds_count{account=\"main\",market=\"options\",scope=\"all\"} ";

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final RunningKeepers keepers = new RunningKeepers(target -> exchange.gateway(), Liveness.UNWATCHED);
    private final CountDownLatch mayTellOfTheClose = new CountDownLatch(1);
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Target before = target(60);
    private final Target after = target(120);
    private final Metrics metrics = metrics(Optional.empty());

    private static Target target(int timeout) {
        return new Target(
                new Account("main", new Login(GateSettings.LIVE, Keys.KEY)),
                Market.OPTIONS,
                Scope.all(),
                RenewalPolicy.forTimeout(Timeout.ofSeconds(timeout)),
                CloseMode.EXPIRE);
    }

    private Metrics metrics(Optional<GuardView> guard) {
        Metrics heard = new Metrics(keepers, guard);
        keepers.onEvent((target, event) -> {
            if (event instanceof KeeperEvent.Closed) {
                await(mayTellOfTheClose); // and all events after it
            }
            told.add(event.name() + " " + target.policy().timeout());
        });
        return heard;
    }

    @AfterEach
    void close() {
        mayTellOfTheClose.countDown();
        keepers.closeAll(target -> CloseMode.EXPIRE, report -> {});
    }

    @Test
    void aScrapeBeforeTheOldKeeperIsHeardToCloseGivesNoFalseAlarm() {
        start(before);
        awaitScrape(ARMED + "1.0");
        keepers.close(before, CloseMode.EXPIRE, report -> {});
        keepers.start(after, (target, answer) -> {});
        assertThat(metrics.scrape()).contains(ARMED + "NaN");
        mayTellOfTheClose.countDown();
        awaitScrape(ARMED + "1.0");
    }

    @Test
    void noScrapeFindsAMetricTwiceWhileKeepersComeAndGo() {
        mayTellOfTheClose.countDown();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> scrapes = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                assertThat(metrics.scrape()).contains("countdown_build_info");
            }
        });
        for (int i = 0; i < 300; i++) {
            keepers.start(before, (target, answer) -> {});
            keepers.close(before, CloseMode.EXPIRE, report -> {});
        }
        over.set(true);
        assertThat(scrapes).succeedsWithin(Cli.PATIENCE);
    }

    @Test
    void everyMetricThatTheReadmeNamesIsServed() throws IOException {
        start(before);
        GuardView guard = new GuardView(
                "a",
                Map.of(before, new GuardedScope(Timeout.ofSeconds(60), List.of("mm-1"))),
                List.of("mm-1"),
                bot -> Optional.empty(),
                Duration.ofSeconds(2),
                () -> false);
        Set<String> served = new HashSet<>(served());
        served.addAll(named(metrics(Optional.of(guard)).scrape()));
        assertThat(named(Files.readString(Path.of("README.md"))))
                .hasSizeGreaterThan(8)
                .isSubsetOf(served);
    }

    @Test
    void theDashboardShowsEveryMetricOfAKeeperAndNoOther() throws IOException {
        start(before);
        String dashboard;
        try (InputStream file = CountdownMetrics.class.getResourceAsStream("grafana-dashboard.json")) {
            dashboard = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        Set<String> keepers = new HashSet<>(served());
        keepers.remove("countdown_build_info"); // of the command line
        keepers.remove("countdown_round_trip_seconds_max"); // beside the quantiles it says little
        assertThat(named(dashboard.replace("_bucket", ""))).isEqualTo(keepers);
        try (JsonParser json = new JsonFactory().createParser(dashboard)) {
            assertThatCode(() -> {
                        while (json.nextToken() != null) {} // reads all of it
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theDashboardAsksForStatesAndTagsThatExist() throws IOException {
        String dashboard = Files.readString(
                Path.of("../adapters-http/src/main/resources/dev/countdown/metrics/grafana-dashboard.json"));
        assertThat(Pattern.compile("state=\\W*(\\w+)").matcher(dashboard).results())
                .isNotEmpty()
                .allSatisfy(
                        state -> assertThat(KeeperState.valueOf(state.group(1).toUpperCase(Locale.ROOT)))
                                .isNotNull());
        assertThat(Pattern.compile("\\{\\{(\\w+)}}").matcher(dashboard).results())
                .isNotEmpty()
                .allSatisfy(tag -> assertThat(tag.group(1)).isIn("account", "market", "scope", "state", "outcome"));
    }

    @Test
    void aScopeThatIsKeptNoMoreIsGone() {
        start(before);
        awaitScrape(ARMED + "1.0");
        mayTellOfTheClose.countDown();
        keepers.close(before, CloseMode.EXPIRE, report -> {});
        Await.until("gone", () -> !metrics.scrape().contains("scope=\"all\""));
        assertThat(metrics.scrape()).contains("countdown_build_info");
    }

    @Test
    void aScopeThatIsKeptAgainCountsFromZero() {
        start(before);
        mayTellOfTheClose.countDown();
        keepers.close(before, CloseMode.EXPIRE, report -> {});
        awaitTold("closed", before);
        start(after);
        awaitScrape(ACKNOWLEDGED + "1");
        assertThat(metrics.scrape()).contains(ARMED + "1.0");
    }

    private static Set<String> named(String text) {
        return Pattern.compile("\\bcountdown_[a-z_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** Once the metrics have heard of the start, too. */
    private Set<String> served() {
        awaitScrape(ACKNOWLEDGED);
        return Pattern.compile("# HELP (\\w+) ")
                .matcher(metrics.scrape())
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    private void awaitScrape(String line) {
        Await.until(line, () -> metrics.scrape().contains(line));
    }

    private void start(Target target) {
        keepers.start(target, (from, answer) -> {});
        awaitTold("armed", target);
    }

    private void awaitTold(String event, Target target) {
        Await.until(event, () -> told.contains(event + " " + target.policy().timeout()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
