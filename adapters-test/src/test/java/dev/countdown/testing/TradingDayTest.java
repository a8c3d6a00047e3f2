package dev.countdown.testing;

import static dev.countdown.testing.ExchangeAssert.assertExchange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperState;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ExchangeExtension.class)
class TradingDayTest {

    private static final String CALL = "BTC_USDT-20261225-70000-C";

    @Tag("slow")
    @Test
    void aWholeDayIsRenewedWithoutAGap(
            InMemoryExchange exchange, ManualScheduler time, CountdownKeeper keeper, RecordingListener heard) {
        ExchangeOrder order = exchange.account().place(CALL, 1);
        keeper.start();
        time.advance(Duration.ofHours(24));
        assertExchange(exchange).open(order).neverFired().armed("demo", Scope.all());
        assertThat(exchange.renewals("demo")).hasSize(1 + 24 * 3600 * 2 / 15);
        assertThat(heard.names()).startsWith("arming", "armed", "renewed").doesNotContain("at_risk", "lapsed");
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMED);
    }
}
