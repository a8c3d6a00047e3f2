package dev.countdown.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountdownMetricsTest {

    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(40), Duration.ofSeconds(10));

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountdownMetrics metrics = new CountdownMetrics();
    private boolean down;

    @BeforeEach
    void bind() {
        metrics.bindTo(registry);
    }

    private CountdownKeeperBuilder keeper(Scope scope) {
        CountdownGateway real = exchange.gateway();
        CountdownGateway flaky = (countdown, deadline) -> down
                ? CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no route"))
                : real.submit(countdown, deadline);
        return CountdownKeeper.builder(flaky, scope, POLICY)
                .account("main")
                .scheduler(time)
                .executor(Runnable::run);
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private double state(String name) {
        return registry.get("countdown.state")
                .tags("account", "main", "scope", "all", "state", name)
                .gauge()
                .value();
    }

    private double count(String name) {
        return registry.get(name)
                .tags("account", "main", "scope", "all")
                .counter()
                .count();
    }

    @Test
    void tellsOfStatesFromTheClocks() {
        keeper(Scope.all()).listener(metrics.listener()).build().start();
        pass(1);
        assertThat(state("armed")).isOne();
        assertThat(state("at_risk")).isZero();
        assertThat(registry.get("countdown.protected.seconds").gauge().value()).isBetween(37.0, 39.0);
        time.suspend(Duration.ofSeconds(60));
        assertThat(state("armed")).as("no event was told").isZero();
        assertThat(registry.get("countdown.protected.seconds").gauge().value()).isZero();
    }

    @Test
    void countsRenewalsFailuresLapsesAndRoundTrips() {
        keeper(Scope.all()).listener(metrics.listener()).build().start();
        pass(25);
        assertThat(count("countdown.renewals")).isEqualTo(2);
        assertThat(registry.get("countdown.round.trip").timer().count()).isEqualTo(3);
        down = true;
        pass(60);
        down = false;
        pass(15);
        assertThat(count("countdown.lapses")).isEqualTo(1);
        assertThat(registry.get("countdown.failures")
                        .tag("outcome", "failed")
                        .counter()
                        .count())
                .isGreaterThan(3);
        assertThat(registry.get("countdown.failures")
                        .tag("outcome", "refused")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void forgetsAKeeperThatIsClosedAndCountsItsSuccessorFromZero() {
        CountdownKeeper keeper =
                keeper(Scope.all()).listener(metrics.listener()).build().start();
        pass(25);
        keeper.close();
        assertThat(registry.getMeters()).isEmpty();
        keeper(Scope.all()).listener(metrics.listener()).build().start();
        pass(1);
        assertThat(count("countdown.renewals")).isZero();
        assertThat(state("armed")).isOne();
    }

    @Test
    void aCloseThatIsToldLateTakesNothingFromTheSuccessor() {
        List<Runnable> late = new ArrayList<>();
        CountdownKeeper before = keeper(Scope.all())
                .executor(late::add)
                .listener(metrics.listener())
                .build()
                .start();
        pass(1);
        List.copyOf(late).forEach(Runnable::run);
        late.clear();
        before.close();
        assertThat(state("armed")).as("closed, and that is not told yet").isNaN();
        keeper(Scope.all()).listener(metrics.listener()).build().start();
        pass(1);
        late.forEach(Runnable::run);
        assertThat(state("armed")).isOne();
    }

    @Test
    void oneScopeInTwoMarketsHasMetersOfItsOwnInEach() {
        for (String market : List.of("spot", "futures-usdt")) {
            CountdownGateway real = exchange.gateway(market);
            CountdownGateway inMarket = new CountdownGateway() {
                @Override
                public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
                    return real.submit(countdown, deadline);
                }

                @Override
                public String market() {
                    return market;
                }
            };
            CountdownKeeper.builder(inMarket, Scope.all(), POLICY)
                    .scheduler(time)
                    .executor(Runnable::run)
                    .listener(metrics.listener())
                    .build()
                    .start();
        }
        pass(11);
        for (String market : List.of("spot", "futures-usdt")) {
            assertThat(registry.get("countdown.renewals")
                            .tags("account", "", "market", market, "scope", "all")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void watchesAKeeperThatRunsAndAFleetWithThoseThatComeLater() {
        CountdownKeeper keeper = keeper(Scope.all()).build().start();
        metrics.watch(keeper);
        pass(11);
        assertThat(count("countdown.renewals")).isEqualTo(1);
        KeeperFleet fleet = KeeperFleet.on(time, RequestBudget.GATE_OPTIONS);
        fleet.add("main", keeper(Scope.underlying("BTC_USDT")));
        metrics.watch(fleet);
        fleet.add("main", keeper(Scope.underlying("ETH_USDT")));
        pass(1);
        assertThat(registry.get("countdown.renewals").meters().stream()
                        .map(Meter::getId)
                        .map(id -> id.getTag("scope")))
                .containsExactlyInAnyOrder("all", "underlying:BTC_USDT", "underlying:ETH_USDT");
        fleet.close();
        assertThat(registry.get("countdown.renewals").meters()).hasSize(1);
    }
}
