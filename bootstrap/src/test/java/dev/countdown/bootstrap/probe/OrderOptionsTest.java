package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class OrderOptionsTest {

    private static OrderOptions options(String line) {
        OrderOptions options = new OrderOptions();
        new CommandLine(new Holder(options)).parseArgs(line.split(" "));
        return options;
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final OrderOptions orders;

        Holder(OrderOptions orders) {
            this.orders = orders;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --orders | OPTIONS | --orders needs --price and --size: which price is far from the market, and which size is small, probe cannot know
                    --orders --price=1 | SPOT | --orders needs --price and --size: which price is far from the market, and which size is small, probe cannot know
                    --price=1 --size=1 | SPOT | --price and --size need --orders
                    --orders --price=0.0 --size=1 | SPOT | --price must be a decimal number above 0: 0.0
                    --orders --price=-1 --size=1 | SPOT | --price must be a decimal number above 0: -1
                    --orders --price=1e3 --size=1 | SPOT | --price must be a decimal number above 0: 1e3
                    --orders --price=1 --size=0.5 | OPTIONS | --size must be a whole number of contracts other than 0, negative to sell: 0.5
                    --orders --price=1 --size=-0 | FUTURES_BTC | --size must be a whole number of contracts other than 0, negative to sell: -0
                    --orders --price=1 --size=x | SPOT | --size must be a decimal amount other than 0, negative to sell: x
                    """)
    void refusesOrdersThatAreNotDescribed(String line, Market market, String rule) {
        assertThatThrownBy(() -> options(line).terms(market))
                .isInstanceOf(UsageException.class)
                .hasMessage(rule);
    }

    @Test
    void saysWhichOrdersWillBePlaced() {
        assertThat(OrderOptions.plan(
                        Market.SPOT,
                        Optional.empty(),
                        options("--orders --price=9.5 --size=-0.001")
                                .terms(Market.SPOT)
                                .orElseThrow()))
                .isEqualTo(
                        "will place orders in spot for BTC_USDT: sell 0.001 at 9.5, post only, at most 3 at a time; of"
                                + " these one is a price order that waits for >= 9.5; each has a text that begins with"
                                + " t-countdown. and is cancelled again");
        assertThat(OrderOptions.plan(
                        Market.OPTIONS,
                        Optional.of("BTC_USDT-20301227-70000-C"),
                        options("--orders --price 1 --size -1")
                                .terms(Market.OPTIONS)
                                .orElseThrow()))
                .isEqualTo(
                        "will place orders in options for BTC_USDT-20301227-70000-C: sell 1 at 1, post only, at most 3"
                                + " at a time; each has a text that begins with t-countdown. and is cancelled again");
        assertThat(options("--size=1 --orders --price=1").terms(Market.SPOT)).isPresent();
    }
}
