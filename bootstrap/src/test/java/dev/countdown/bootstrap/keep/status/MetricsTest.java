package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.testing.InMemoryExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final String ARMED = "countdown_state{account=\"main\",scope=\"all\",state=\"armed\"} ";
    private static final String ACKNOWLEDGED = "countdown_round_trip_seconds_count{account=\"main\",scope=\"all\"} ";

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final RunningKeepers keepers = new RunningKeepers(target -> exchange.gateway(), Liveness.UNWATCHED);
    private final CountDownLatch mayTellOfTheClose = new CountDownLatch(1);
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Target before = target(60);
    private final Target after = target(120);
    private final Metrics metrics = metrics();

    private static Target target(int timeout) {
        return new Target(
                new Account("main", new Login(GateSettings.LIVE, Keys.KEY)),
                Scope.all(),
                RenewalPolicy.forTimeout(Timeout.ofSeconds(timeout)),
                CloseMode.EXPIRE);
    }

    /** It hears of a close late: a listener before it holds that event up. */
    private Metrics metrics() {
        keepers.onEvent((target, event) -> {
            if (event instanceof KeeperEvent.Closed) {
                await(mayTellOfTheClose);
            }
        });
        Metrics heard = new Metrics(keepers);
        keepers.onEvent(
                (target, event) -> told.add(event.name() + " " + target.policy().timeout()));
        return heard;
    }

    @AfterEach
    void close() {
        mayTellOfTheClose.countDown();
        keepers.closeAll(target -> CloseMode.EXPIRE, report -> {});
    }

    @Test
    void aScrapeBeforeTheOldKeeperIsHeardToCloseLosesNothing() {
        start(before);
        keepers.close(before, CloseMode.EXPIRE, report -> {});
        keepers.start(after, (target, answer) -> {});
        assertThat(metrics.scrape()).contains(ARMED);
        mayTellOfTheClose.countDown();
        awaitTold("armed", after);
        assertThat(metrics.scrape()).contains(ARMED + "1.0", ACKNOWLEDGED + "2");
    }

    @Test
    void everyMetricThatTheReadmeNamesIsServed() throws IOException {
        start(before);
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Pattern.compile("\\bcountdown_[a-z_]+").matcher(readme).results())
                .hasSizeGreaterThan(6)
                .allSatisfy(name -> assertThat(metrics.scrape()).contains("# HELP " + name.group() + " "));
    }

    @Test
    void aScopeThatIsKeptNoMoreIsGone() {
        start(before);
        assertThat(metrics.scrape()).contains(ARMED + "1.0");
        mayTellOfTheClose.countDown();
        keepers.close(before, CloseMode.EXPIRE, report -> {});
        awaitTold("closed", before);
        assertThat(metrics.scrape()).contains("countdown_build_info").doesNotContain("scope=\"all\"");
    }

    @Test
    void aScopeThatIsKeptAgainCountsFromZero() {
        start(before);
        mayTellOfTheClose.countDown();
        keepers.close(before, CloseMode.EXPIRE, report -> {});
        awaitTold("closed", before);
        start(after);
        assertThat(metrics.scrape()).contains(ARMED + "1.0", ACKNOWLEDGED + "1");
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
