package dev.countdown.bootstrap.keep.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On virtual time: whether the requests of one account stay inside its budget. */
class RunningKeepersTest {

    private static final long WINDOW_MILLIS = Budgets.EACH.window().toMillis();

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final List<Long> sentAt = new ArrayList<>();
    private final Account account = new Account("main", new Login(GateSettings.LIVE, Keys.KEY));
    private final RunningKeepers keepers =
            new RunningKeepers(target -> counted(), Liveness.UNWATCHED, time, Runnable::run);
    private final CountdownGateway real = exchange.gateway();
    private final CountdownGateway counted = (countdown, deadline) -> {
        sentAt.add(time.nanoTime() / 1_000_000);
        return real.submit(countdown, deadline);
    };

    private CountdownGateway counted() {
        return counted;
    }

    private List<Target> targets(int from, int to, CloseMode onExit) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Target(
                        account,
                        Market.OPTIONS,
                        Scope.underlying("U" + i),
                        RenewalPolicy.forTimeout(Timeout.ofSeconds(30)),
                        onExit))
                .toList();
    }

    private void start(List<Target> targets) {
        targets.forEach(target -> keepers.start(target, (from, answer) -> {}));
    }

    @Test
    void aDisarmOnItsWayIsNotForgottenWhereItsKeyMovesToAnotherBaseUrl() {
        AtomicReference<RunningKeepers> moving = new AtomicReference<>(keepers);
        List<Boolean> claims = new ArrayList<>();
        CountdownGateway slowDisarm = (countdown, deadline) -> {
            if (!countdown.isDisarm()) {
                return real.submit(countdown, deadline);
            }
            time.schedule(Duration.ofSeconds(1), () -> {
                real.submit(countdown, deadline);
                claims.add(moving.get().running().values().iterator().next().mayQuote());
            });
            return new CompletableFuture<>();
        };
        BooleanSupplier never = () -> false;
        moving.set(new RunningKeepers(
                target -> new HeldGateway(
                        target.keyInMarket(), target.account().equals(account) ? slowDisarm : real::submit, never),
                Liveness.UNWATCHED,
                time,
                Runnable::run));
        Target before = targets(0, 1, CloseMode.DISARM).get(0);
        Account moved = new Account("moved", new Login(URI.create("https://api.gateio.ws./api/v4"), Keys.KEY));
        Target after = new Target(moved, Market.OPTIONS, before.scope(), before.policy(), before.onExit());
        moving.get().start(before, (from, answer) -> {});
        time.advance(Duration.ofMillis(100));
        moving.get().close(before, CloseMode.DISARM, report -> {});
        time.advance(Duration.ofMillis(100));
        moving.get().start(after, (from, answer) -> {});
        time.advance(Duration.ofSeconds(1));
        assertThat(claims).as("at the late disarm").containsExactly(false);
        time.advance(Duration.ofMinutes(2));
        assertThat(exchange.countdowns()).as("armed again").hasSize(1);
    }

    private void assertWithinBudget() {
        for (int i = Budgets.EACH.requests(); i < sentAt.size(); i++) {
            assertThat(sentAt.get(i) - sentAt.get(i - Budgets.EACH.requests())).isGreaterThanOrEqualTo(WINDOW_MILLIS);
        }
    }

    @Test
    void asManyAsFitStayInsideTheBudgetFromTheStart() {
        start(targets(0, 120, CloseMode.EXPIRE));
        time.advance(Duration.ofMinutes(2));
        assertWithinBudget();
        assertThat(exchange.firings()).isEmpty();
        assertThat(exchange.countdowns()).hasSize(120);
    }

    @Test
    void theEndOfManyIsCertainThoughTheirDisarmsWaitForEachOther() {
        List<Target> all = targets(0, 120, CloseMode.DISARM);
        start(all);
        time.advance(Duration.ofSeconds(60));
        List<CloseReport> reports = new ArrayList<>();
        all.forEach(target -> keepers.close(target, target.onExit(), reports::add));
        time.advance(Duration.ofSeconds(30));
        assertThat(reports).hasSize(120).allMatch(CloseReport::isAsWished);
        assertThat(exchange.countdowns()).isEmpty();
        assertWithinBudget();
    }
}
