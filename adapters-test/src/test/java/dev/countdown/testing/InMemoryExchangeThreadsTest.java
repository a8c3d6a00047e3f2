package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InMemoryExchangeThreadsTest {

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);

    @Test
    void manyThreadsLoseNoOrderAndNoCountdown() {
        IntStream.range(0, 20_000).parallel().forEach(i -> {
            String user = "user" + i % 10;
            exchange.account(user).place("BTC_USDT-20261225-" + i % 100 + "-C", 1);
            exchange.apply(user, "", Countdown.arm(Scope.all(), Timeout.ofSeconds(5 + i % 60)));
        });
        assertThat(exchange.countdowns()).hasSize(10);
        assertThat(Stream.iterate(0, i -> i + 1).limit(10).mapToInt(i -> open("user" + i)))
                .containsOnly(2_000);
        time.advance(Duration.ofSeconds(65));
        assertThat(exchange.firings()).hasSize(10);
        assertThat(exchange.firings().stream()
                        .mapToInt(fired -> fired.cancelled().size()))
                .containsOnly(2_000);
    }

    private int open(String user) {
        return exchange.account(user).openOrders().size();
    }
}
