package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import dev.countdown.testing.simulator.WireAssumptions;
import dev.countdown.testing.simulator.WireAssumptions.TriggerTimeAs;
import io.gate.gateapi.ApiClient;
import io.gate.gateapi.ApiException;
import io.gate.gateapi.GateApiException;
import io.gate.gateapi.api.FuturesApi;
import io.gate.gateapi.api.SpotApi;
import io.gate.gateapi.models.CountdownCancelAllFuturesTask;
import io.gate.gateapi.models.CountdownCancelAllSpotTask;
import io.gate.gateapi.models.FuturesOrder;
import io.gate.gateapi.models.Order;
import io.gate.gateapi.models.TriggerTime;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gate's own SDK for Java, from Maven Central, takes the simulator for the exchange. Its newest there has no options. */
@Tag("peers")
class GateJavaSdkTest {

    private static final String PAIR = "BTC_USDT";

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);

    @AfterEach
    void stop() {
        simulator.close();
    }

    private ApiClient client(String secret) {
        ApiClient client = new ApiClient();
        client.setBasePath(simulator.baseUri().toString());
        client.setApiKeySecret("demo", secret);
        return client;
    }

    private SpotApi spot(String secret) {
        return new SpotApi(client(secret));
    }

    private FuturesApi futures(String secret) {
        return new FuturesApi(client(secret));
    }

    private static CountdownCancelAllSpotTask spotTask(int seconds, String pair) {
        CountdownCancelAllSpotTask task = new CountdownCancelAllSpotTask();
        task.setTimeout(seconds);
        task.setCurrencyPair(pair.isEmpty() ? null : pair);
        return task;
    }

    private static CountdownCancelAllFuturesTask futuresTask(int seconds, String contract) {
        CountdownCancelAllFuturesTask task = new CountdownCancelAllFuturesTask();
        task.setTimeout(seconds);
        task.setContract(contract.isEmpty() ? null : contract);
        return task;
    }

    private void assertArmed(ExchangeMarket market, String scope, TriggerTime reply) {
        ArmedCountdown armed = exchange.market(market).countdowns().get(0);
        assertThat(armed.countdown()).isEqualTo(Countdown.arm(Scope.parse(scope), Timeout.ofSeconds(30)));
        assertThat(reply.getTriggerTime()).isEqualTo(armed.triggerTime().toEpochMilli());
    }

    private static void assertRefused(ThrowingCallable call, int status, String label) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(GateApiException.class))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(status))
                .satisfies(refused -> assertThat(refused.getErrorLabel()).isEqualTo(label));
    }

    @ParameterizedTest
    @EnumSource(names = {"STRING", "NUMBER"})
    void aCountdownOfSpotIsArmedAndTakenAway(TriggerTimeAs form) throws ApiException {
        simulator.wire(WireAssumptions.DEFAULTS.withTriggerTimeAs(form));
        SpotApi api = spot("demo");
        assertArmed(ExchangeMarket.SPOT, "pair:BTC_USDT", api.countdownCancelAllSpot(spotTask(30, PAIR)));
        api.countdownCancelAllSpot(spotTask(0, PAIR));
        assertArmed(ExchangeMarket.SPOT, "all", api.countdownCancelAllSpot(spotTask(30, "")));
        assertThat(simulator.requests())
                .extracting(SeenRequest::path)
                .containsOnly("/api/v4/spot/countdown_cancel_all");
        assertThat(simulator.requests().get(0).body()).isEqualTo("{\"timeout\":30,\"currency_pair\":\"BTC_USDT\"}");
        assertRefused(() -> api.countdownCancelAllSpot(spotTask(3, "")), 400, "INVALID_PARAM_VALUE");
        assertRefused(() -> spot("wrong").countdownCancelAllSpot(spotTask(30, "")), 401, "INVALID_SIGNATURE");
    }

    @ParameterizedTest
    @CsvSource({"usdt, BTC_USDT, FUTURES_USDT", "btc, BTC_USD, FUTURES_BTC"})
    void aCountdownOfFuturesIsArmedAndTakenAway(String settle, String contract, ExchangeMarket market)
            throws ApiException {
        FuturesApi api = futures("demo");
        assertArmed(market, "contract:" + contract, api.countdownCancelAllFutures(settle, futuresTask(30, contract)));
        api.countdownCancelAllFutures(settle, futuresTask(0, contract));
        assertArmed(market, "all", api.countdownCancelAllFutures(settle, futuresTask(30, "")));
        assertThat(simulator.requests().get(0).body()).isEqualTo("{\"timeout\":30,\"contract\":\"" + contract + "\"}");
        assertRefused(() -> api.countdownCancelAllFutures(settle, futuresTask(3, "")), 400, "INVALID_PARAM_VALUE");
        assertRefused(
                () -> futures("wrong").countdownCancelAllFutures(settle, futuresTask(30, "")),
                401,
                "INVALID_SIGNATURE");
    }

    @Test
    void anOrderOfSpotIsPlacedSeenOpenAndCancelled() throws ApiException {
        SpotApi api = spot("demo");
        Order asked = new Order();
        asked.setCurrencyPair(PAIR);
        asked.setSide(Order.SideEnum.BUY);
        asked.setAmount("0.25");
        asked.setPrice("10.5");
        asked.setText("t-peer");
        Order placed = api.createOrder(asked);
        assertThat(placed.getStatus()).isEqualTo(Order.StatusEnum.OPEN);
        List<Order> open = api.listOrders(PAIR, "open").execute();
        assertThat(open).extracting(Order::getId).containsExactly(placed.getId());
        assertThat(api.getOrder(placed.getId(), PAIR, null).getAmount()).isEqualTo("0.25");
        Order cancelled = api.cancelOrder(placed.getId(), PAIR, null);
        assertThat(cancelled.getStatus()).isEqualTo(Order.StatusEnum.CANCELLED);
        assertThat(cancelled.getFinishAs()).isEqualTo(Order.FinishAsEnum.CANCELLED);
        assertRefused(() -> api.getOrder("999999", PAIR, null), 404, "ORDER_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({"usdt, BTC_USDT", "btc, BTC_USD"})
    void anOrderOfFuturesIsPlacedSeenOpenAndCancelled(String settle, String contract) throws ApiException {
        FuturesApi api = futures("demo");
        FuturesOrder asked = new FuturesOrder();
        asked.setContract(contract);
        asked.setSize(2L);
        asked.setPrice("10.5");
        asked.setTif(FuturesOrder.TifEnum.POC);
        FuturesOrder placed = api.createFuturesOrder(settle, asked);
        assertThat(placed.getStatus()).isEqualTo(FuturesOrder.StatusEnum.OPEN);
        List<FuturesOrder> open =
                api.listFuturesOrders(settle, "open").contract(contract).execute();
        assertThat(open).extracting(FuturesOrder::getId).containsExactly(placed.getId());
        FuturesOrder cancelled = api.cancelFuturesOrder(settle, String.valueOf(placed.getId()));
        assertThat(cancelled.getStatus()).isEqualTo(FuturesOrder.StatusEnum.FINISHED);
        assertThat(cancelled.getFinishAs()).isEqualTo(FuturesOrder.FinishAsEnum.CANCELLED);
        assertThat(api.getFuturesOrder(settle, String.valueOf(placed.getId()))).isEqualTo(cancelled);
    }
}
