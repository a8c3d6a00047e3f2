package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperState;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An exchange that fires later than is assumed, and a keeper that was told, or was not. */
class LateExchangeTest {

    private static final Duration LATE = Duration.ofSeconds(7);
    private static final RenewalPolicy POLICY = RenewalPolicy.ofSeconds(30);

    /** Whether a keeper whose renewals are refused ever says that the switch fired while its order stands. */
    private static boolean liesOfAFiring(RenewalPolicy policy) {
        ManualScheduler time = new ManualScheduler();
        InMemoryExchange exchange = InMemoryExchange.on(time, ExchangeAssumptions.DEFAULTS.withCheckPeriod(LATE));
        UnreliableGateway gateway = UnreliableGateway.to(
                exchange, InMemoryExchange.DEFAULT_USER, FaultScript.parse("2+: refuse 403 FORBIDDEN"), time);
        ExchangeOrder order = exchange.account().place("BTC_USDT-20261225-70000-C", 1);
        boolean lies = false;
        try (CountdownKeeper keeper = CountdownKeeper.builder(gateway, Scope.all(), policy)
                .scheduler(time)
                .build()) {
            keeper.start();
            boolean fired = false;
            for (int i = 0; i < 400; i++) {
                time.advance(Duration.ofMillis(100));
                boolean says = keeper.protection().state() == KeeperState.FIRED;
                fired |= says;
                lies |= says
                        && exchange.account().order(order.id()).orElseThrow().isOpen();
            }
            assertThat(fired).isTrue();
        }
        return lies;
    }

    @Test
    void aKeeperThatWasToldSaysNoFalseFiring() {
        assertThat(liesOfAFiring(POLICY)).isTrue();
        assertThat(liesOfAFiring(POLICY.withGranularity(LATE))).isFalse();
    }
}
