package dev.countdown.testing;

import static dev.countdown.testing.ExchangeAssert.assertExchange;
import static dev.countdown.testing.ManualScheduler.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExchangeAssertTest {

    private static final Scope BITCOIN = Scope.underlying("BTC_USDT");

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final ExchangeOrder guarded = exchange.account().place("BTC_USDT-20261225-70000-C", 1);
    private final ExchangeOrder other = exchange.account().place("ETH_USDT-20261225-4000-C", 1);

    private void fire() {
        exchange.apply("demo", "", Countdown.arm(BITCOIN, Timeout.MINIMUM));
        time.advance(Duration.ofSeconds(2));
        exchange.apply("demo", "", Countdown.arm(Scope.all(), Timeout.ofSeconds(60)));
        time.advance(Duration.ofSeconds(10));
    }

    @Test
    void whatHappenedPasses() {
        assertExchange(exchange).neverFired();
        fire();
        assertExchange(exchange)
                .cancelled(BITCOIN, guarded)
                .cancelled(Scope.all())
                .firedAt(BITCOIN, START.plusSeconds(5))
                .firedAt(Scope.all())
                .renewedAt("demo", BITCOIN, START)
                .renewedAt("demo", Scope.all(), START.plusSeconds(2))
                .armed("demo", Scope.all())
                .open(other);
    }

    @Test
    void anythingElseFails() {
        fire();
        List<Consumer<ExchangeAssert>> wrong = List.of(
                ExchangeAssert::neverFired,
                it -> it.cancelled(BITCOIN),
                it -> it.cancelled(BITCOIN, guarded, other),
                it -> it.cancelled(Scope.all(), guarded),
                it -> it.firedAt(BITCOIN),
                it -> it.firedAt(BITCOIN, START.plusSeconds(6)),
                it -> it.renewedAt("demo", BITCOIN),
                it -> it.renewedAt("bob", BITCOIN, START),
                it -> it.armed("demo"),
                it -> it.armed("demo", Scope.all(), BITCOIN),
                it -> it.open(guarded));
        assertThat(wrong)
                .allSatisfy(claim -> assertThatThrownBy(() -> claim.accept(assertExchange(exchange)))
                        .isInstanceOf(AssertionError.class));
    }

    @Test
    void aFailureTellsTheWholeStory() {
        fire();
        assertThatThrownBy(() -> assertExchange(exchange).neverFired()).hasMessageEndingWith("""
                        exchange at 2026-01-01T00:00:12Z
                        countdowns: 1
                          demo arm all 60s, until 2026-01-01T00:01:02Z
                        open orders: 1
                          #2 demo ETH_USDT-20261225-4000-C 1@1 open
                        history: 5
                          2026-01-01T00:00:00Z demo placed #1 demo BTC_USDT-20261225-70000-C 1@1 open
                          2026-01-01T00:00:00Z demo placed #2 demo ETH_USDT-20261225-4000-C 1@1 open
                          2026-01-01T00:00:00Z demo armed underlying:BTC_USDT for 5s, until 2026-01-01T00:00:05Z
                          2026-01-01T00:00:02Z demo armed all for 60s, until 2026-01-01T00:01:02Z
                          2026-01-01T00:00:05Z demo FIRED underlying:BTC_USDT, due 2026-01-01T00:00:05Z, cancelled \
                        [#1 demo BTC_USDT-20261225-70000-C 1@1 cancelled]
                        """);
    }

    @Test
    void aDumpShowsTheLatestHundredOfMany() {
        for (int i = 0; i < 200; i++) {
            exchange.account().place("BTC_USDT-20261225-70000-C", 1);
        }
        assertThat(exchange.dump()).contains("open orders: 202\n  ... 102 older\n  #103 ");
    }
}
