package dev.countdown.testing;

import static dev.countdown.testing.ExchangeAssert.assertExchange;

import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ExchangeExtension.class)
class ClosedKeeperTest {
    @Test
    void losesItsOrders(InMemoryExchange exchange, ManualScheduler time, CountdownKeeper keeper) {
        ExchangeOrder order = exchange.account().place("BTC_USDT-20261225-70000-C", 1);
        keeper.start();
        time.advance(Duration.ofMinutes(10));
        keeper.close();
        time.advance(Duration.ofSeconds(31));
        assertExchange(exchange).cancelled(Scope.all(), order);
    }
}
