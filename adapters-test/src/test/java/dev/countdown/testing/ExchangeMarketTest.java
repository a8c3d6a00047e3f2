package dev.countdown.testing;

import static dev.countdown.testing.ExchangeAssert.assertExchange;
import static dev.countdown.testing.ExchangeMarket.FUTURES_BTC;
import static dev.countdown.testing.ExchangeMarket.FUTURES_USDT;
import static dev.countdown.testing.ExchangeMarket.OPTIONS;
import static dev.countdown.testing.ExchangeMarket.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeMarketTest {

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);

    private void submit(ExchangeMarket market, Scope scope, int seconds) {
        exchange.market(market).apply("demo", "", new Countdown(scope, Timeout.ofSeconds(seconds)));
    }

    private Map<ExchangeMarket, ExchangeOrder> oneOrderInEach() {
        Map<ExchangeMarket, ExchangeOrder> orders = new EnumMap<>(ExchangeMarket.class);
        for (ExchangeMarket market : ExchangeMarket.values()) {
            orders.put(market, exchange.market(market).account().place("BTC_USDT", 1));
        }
        return orders;
    }

    @ParameterizedTest
    @EnumSource
    void aCountdownCancelsTheOrdersOfItsMarketAlone(ExchangeMarket armed) {
        Map<ExchangeMarket, ExchangeOrder> orders = oneOrderInEach();
        submit(armed, Scope.all(), 5);
        time.advance(Duration.ofSeconds(6));
        orders.forEach((market, order) -> {
            if (market == armed) {
                assertExchange(exchange.market(market)).cancelled(Scope.all(), order);
            } else {
                assertExchange(exchange.market(market)).open(order).neverFired();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aCountdownOfANameCancelsTheOrdersOfThatNameAlone(ExchangeMarket market) {
        InMemoryExchange there = exchange.market(market);
        ExchangeOrder guarded = there.account().place("BTC_USDT", 1);
        ExchangeOrder other = there.account().place("ETH_USDT", 1);
        submit(market, market.scopeOf("BTC_USDT"), 5);
        time.advance(Duration.ofSeconds(6));
        assertExchange(there).cancelled(market.scopeOf("BTC_USDT"), guarded).open(other);
    }

    @Test
    void aDisarmInOneMarketLeavesTheTimersOfTheOthers() {
        exchange.assume(
                ExchangeAssumptions.DEFAULTS.but(Deviation.ACCOUNT_DISARM_CLEARS_ALL, Deviation.ONE_TIMER_PER_ACCOUNT));
        submit(FUTURES_USDT, Scope.all(), 5);
        submit(FUTURES_BTC, Scope.all(), 5);
        submit(FUTURES_USDT, Scope.all(), 0);
        assertExchange(exchange.market(FUTURES_USDT)).armed("demo");
        assertExchange(exchange.market(FUTURES_BTC)).armed("demo", Scope.all());
    }

    @ParameterizedTest
    @CsvSource({
        "options, all, true",
        "options, underlying:BTC_USDT, true",
        "options, contract:BTC_USDT-20261225-70000-C, true",
        "options, pair:BTC_USDT, false",
        "futures-usdt, all, true",
        "futures-usdt, underlying:BTC_USDT, false",
        "futures-usdt, contract:BTC_USDT, true",
        "futures-usdt, contract:BTC_USDT underlying:ETH_USDT, false",
        "futures-btc, contract:BTC_USD, true",
        "futures-btc, pair:BTC_USDT, false",
        "spot, all, true",
        "spot, underlying:BTC_USDT, false",
        "spot, contract:BTC_USDT, false",
        "spot, pair:BTC_USDT, true"
    })
    void aScopeThatTheMarketDoesNotHaveIsRefused(String market, String text, boolean has) {
        Scope scope = Scope.parse(text);
        InMemoryExchange there = exchange.market(ExchangeMarket.parse(market));
        Outcome reply = there.apply("demo", "", Countdown.arm(scope, Timeout.MINIMUM));
        assertThat(there.market().has(scope)).isEqualTo(has);
        assertThat(reply instanceof Outcome.Applied).isEqualTo(has);
        if (reply instanceof Outcome.NotApplied refused) {
            assertThat(refused.label()).isEqualTo("INVALID_PARAM_VALUE");
            assertThat(refused.message())
                    .startsWith("a scope of market " + market + " must be all")
                    .endsWith(": " + text);
            assertThatThrownBy(() -> CountdownKeeper.builder(there.gateway(), scope, RenewalPolicy.ofSeconds(30)))
                    .hasMessage(refused.message());
        }
    }

    @Test
    void theMarketsShareClockAssumptionsAndRestarts() {
        submit(SPOT, Scope.all(), 30);
        exchange.market(FUTURES_BTC).assume(ExchangeAssumptions.DEFAULTS.withFinishAs("countdown"));
        exchange.market(FUTURES_USDT).clockOffset(Duration.ofSeconds(7));
        exchange.restart(false);
        assertThat(exchange.market(SPOT).assumptions().finishAs()).isEqualTo("countdown");
        assertThat(exchange.market(SPOT).now()).isEqualTo(time.now().plusSeconds(7));
        assertExchange(exchange.market(SPOT)).armed("demo");
    }

    @Test
    void anExchangeShowsItsOptionsUnlessAnotherMarketIsNamed() {
        assertThat(exchange.market()).isEqualTo(OPTIONS);
        assertThat(exchange.market(SPOT).market(OPTIONS)).isSameAs(exchange);
        assertThat(exchange.market(SPOT).gateway())
                .isSameAs(exchange.market(SPOT).gateway())
                .isNotSameAs(exchange.gateway());
    }

    @ParameterizedTest
    @EnumSource(names = {"FUTURES_USDT", "FUTURES_BTC", "SPOT"})
    void priceOrdersAreSparedUnlessThatIsAssumedOtherwise(ExchangeMarket market) {
        InMemoryExchange there = exchange.market(market);
        ExchangeOrder waits =
                there.account().place(NewOrder.limit("BTC_USDT", 1, "60000").withTrigger("<=61000"));
        ExchangeOrder stands = there.account().place("BTC_USDT", 1);
        submit(market, Scope.all(), 5);
        time.advance(Duration.ofSeconds(6));
        assertExchange(there).cancelled(Scope.all(), stands).open(waits);

        exchange.assume(ExchangeAssumptions.DEFAULTS.but(Deviation.CANCELS_PRICE_ORDERS));
        submit(market, Scope.all(), 5);
        time.advance(Duration.ofSeconds(6));
        assertExchange(there).cancelled(Scope.all(), stands, waits);
    }

    @Test
    void anUnderlyingWinsInOptionsAlone() {
        exchange.assume(ExchangeAssumptions.DEFAULTS.but(Deviation.UNDERLYING_WINS));
        submit(FUTURES_USDT, Scope.contract("BTC_USDT"), 5);
        time.advance(Duration.ofSeconds(6));
        assertThat(exchange.market(FUTURES_USDT).firings())
                .extracting(ExchangeEvent.Fired::scope)
                .containsExactly(Scope.contract("BTC_USDT"));
    }

    @Test
    void anUnknownNameOfAMarketIsRefused() {
        assertThatThrownBy(() -> ExchangeMarket.parse("margin"))
                .hasMessage("market must be options, futures-usdt, futures-btc, spot: margin");
    }

    @Test
    void aTriggerThatIsNoConditionIsRefused() {
        assertThatThrownBy(() -> NewOrder.limit("BTC_USDT", 1, "1").withTrigger("=2"))
                .hasMessage("trigger must be >= or <= and a decimal number: =2");
    }
}
