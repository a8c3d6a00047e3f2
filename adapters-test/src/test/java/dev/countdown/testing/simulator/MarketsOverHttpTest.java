package dev.countdown.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.ArmedCountdown;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Futures and spot, where they differ from options: paths, fields, statuses, labels, limits. */
class MarketsOverHttpTest {

    private static final String SPOT_ORDER =
            "{\"currency_pair\":\"BTC_USDT\",\"side\":\"sell\",\"amount\":\"0.015\",\"price\":\"70000.5\",\"text\":\"t-mine\"}";

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
    private final SignedClient client = new SignedClient(simulator, "demo", "demo");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private HttpResponse<String> post(String path, String body) {
        return client.send("POST", path, "", body);
    }

    private static JsonObject json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new JsonObject(response.body());
    }

    private static JsonArray array(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonArray(response.body());
    }

    private static void assertRefused(HttpResponse<String> response, int status, String label) {
        assertThat(json(response, status).getString("label")).isEqualTo(label);
    }

    private List<Countdown> armed(ExchangeMarket market) {
        return exchange.market(market).countdowns().stream()
                .map(ArmedCountdown::countdown)
                .toList();
    }

    private JsonObject futuresOrder(String settle, String contract) {
        return json(
                post(
                        "/futures/" + settle + "/orders",
                        new JsonObject()
                                .put("contract", contract)
                                .put("size", -2)
                                .put("price", "70000")
                                .put("tif", "poc")
                                .encode()),
                201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "options|{\"timeout\":30,\"contract\":\"BTC_USDT-20241001-46000-C\",\"underlying\":\"BTC_USDT\"}|contract:BTC_USDT-20241001-46000-C",
                "futures/usdt|{\"timeout\":30,\"contract\":\"BTC_USDT\"}|contract:BTC_USDT",
                "futures/btc|{\"timeout\":30,\"contract\":\"BTC_USD\"}|contract:BTC_USD",
                "spot|{\"timeout\":30,\"currency_pair\":\"BTC_USDT\"}|pair:BTC_USDT",
                "spot|{\"timeout\":30}|all"
            })
    void theDocumentedExampleArmsItsMarketAlone(String path, String body, String scope) {
        JsonObject reply = json(post("/" + path + "/countdown_cancel_all", body), 200);
        Countdown asked = Countdown.arm(Scope.parse(scope), Timeout.ofSeconds(30));
        Stream.of(ExchangeMarket.values())
                .forEach(market -> assertThat(armed(market))
                        .isEqualTo(MarketEndpoints.path(market).equals("/" + path) ? List.of(asked) : List.of()));
        assertThat(reply.getString("triggerTime")).matches("\\d{13}");
    }

    @ParameterizedTest
    @CsvSource({
        "options, currency_pair",
        "futures/usdt, underlying",
        "futures/btc, currency_pair",
        "spot, contract",
        "spot, underlying"
    })
    void aNameThatTheMarketDoesNotHaveIsRefusedOrIgnored(String path, String field) {
        String endpoint = "/" + path + "/countdown_cancel_all";
        String body = "{\"timeout\":30,\"" + field + "\":\"BTC_USDT\"}";
        assertRefused(post(endpoint, body), 400, "INVALID_PARAM_VALUE");
        simulator.wire(WireAssumptions.DEFAULTS.withLabel(BodyFault.FOREIGN_NAME, "INVALID_PROTOCOL"));
        assertRefused(post(endpoint, body), 400, "INVALID_PROTOCOL");
        simulator.wire(WireAssumptions.DEFAULTS.withForeignNamesRefused(false));
        json(post(endpoint, body), 200);
        assertThat(armed(ExchangeMarket.parse(path.replace('/', '-'))))
                .containsExactly(Countdown.arm(Scope.all(), Timeout.ofSeconds(30)));
    }

    @Test
    void anotherSettleIsNotFound() {
        assertRefused(post("/futures/eur/countdown_cancel_all", "{\"timeout\":30}"), 404, "NOT_FOUND");
    }

    @Test
    void anOrderOfSpotIsPlacedReadListedAndCancelled() {
        JsonObject placed = json(post("/spot/orders", SPOT_ORDER), 201);
        String path = "/spot/orders/" + placed.getString("id");
        assertThat(placed.getString("status")).isEqualTo("open");
        assertThat(placed.getString("finish_as")).isEqualTo("open");
        assertThat(placed.getString("side")).isEqualTo("sell");
        assertThat(placed.getString("amount")).isEqualTo("0.015");
        assertThat(placed.getString("left")).isEqualTo("0.015");
        assertThat(placed.getString("text")).isEqualTo("t-mine");
        assertThat(json(client.send("GET", path, "currency_pair=BTC_USDT", ""), 200))
                .isEqualTo(placed);
        assertThat(array(client.send("GET", "/spot/orders", "currency_pair=BTC_USDT&status=open", "")))
                .containsExactly(placed);
        assertThat(array(client.send("GET", "/spot/orders", "currency_pair=ETH_USDT&status=open", "")))
                .isEmpty();
        JsonObject cancelled = json(client.send("DELETE", path, "currency_pair=BTC_USDT", ""), 200);
        assertThat(cancelled.getString("status")).isEqualTo("cancelled");
        assertThat(cancelled.getString("finish_as")).isEqualTo("cancelled");
        assertRefused(client.send("DELETE", path, "currency_pair=BTC_USDT", ""), 400, "ORDER_CANCELLED");
        assertRefused(client.send("GET", path, "currency_pair=ETH_USDT", ""), 404, "ORDER_NOT_FOUND");
        assertThat(exchange.account().finishedOrders()).isEmpty();
    }

    @Test
    void anOrderOfSpotThatIsFilledIsClosed() {
        String id = json(post("/spot/orders", SPOT_ORDER), 201).getString("id");
        exchange.market(ExchangeMarket.SPOT).account().fill(Long.parseLong(id));
        JsonObject filled = json(client.send("GET", "/spot/orders/" + id, "currency_pair=BTC_USDT", ""), 200);
        assertThat(filled.getString("status")).isEqualTo("closed");
        assertThat(filled.getString("finish_as")).isEqualTo("filled");
        assertThat(filled.getString("filled_amount")).isEqualTo("0.015");
        assertThat(array(client.send("GET", "/spot/orders", "currency_pair=BTC_USDT&status=finished", "")))
                .containsExactly(filled);
        assertRefused(client.send("DELETE", "/spot/orders/" + id, "currency_pair=BTC_USDT", ""), 400, "ORDER_CLOSED");
    }

    @Test
    void ordersOfSpotAreCancelledByPairAndSide() {
        json(post("/spot/orders", SPOT_ORDER), 201);
        json(post("/spot/orders", SPOT_ORDER.replace("sell", "buy")), 201);
        json(post("/spot/orders", SPOT_ORDER.replace("BTC", "ETH")), 201);
        assertThat(array(client.send("DELETE", "/spot/orders", "currency_pair=BTC_USDT&side=buy", "")))
                .hasSize(1);
        assertThat(array(client.send("DELETE", "/spot/orders", "currency_pair=BTC_USDT", "")))
                .hasSize(1);
        assertThat(exchange.market(ExchangeMarket.SPOT).account().openOrders())
                .extracting(order -> order.contract())
                .containsExactly("ETH_USDT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/spot/orders|status=open|MISSING_REQUIRED_PARAM",
                "GET|/spot/orders|currency_pair=BTC_USDT|MISSING_REQUIRED_PARAM",
                "GET|/spot/orders/1|x=y|MISSING_REQUIRED_PARAM",
                "DELETE|/spot/orders/1|x=y|MISSING_REQUIRED_PARAM",
                "DELETE|/spot/orders|side=ask|INVALID_PARAM_VALUE",
                "GET|/futures/usdt/orders|contract=BTC_USDT|MISSING_REQUIRED_PARAM",
                "DELETE|/futures/usdt/orders|side=buy|INVALID_PARAM_VALUE"
            })
    void aQueryThatIsWrongIsRefused(String method, String path, String query, String label) {
        assertRefused(client.send(method, path, query, ""), 400, label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"currency_pair\":\"BTC_USDT\"|\"x\":1|MISSING_REQUIRED_PARAM",
                "\"side\":\"sell\"|\"side\":\"ask\"|INVALID_PARAM_VALUE",
                "\"amount\":\"0.015\"|\"amount\":\"0.000000001\"|INVALID_PARAM_VALUE",
                "\"amount\":\"0.015\"|\"amount\":\"-1\"|INVALID_PARAM_VALUE",
                "\"amount\":\"0.015\"|\"amount\":1|INVALID_REQUEST_BODY",
                "\"price\":\"70000.5\"|\"type\":\"market\"|INVALID_PARAM_VALUE",
                "\"price\":\"70000.5\"|\"x\":1|MISSING_REQUIRED_PARAM"
            })
    void anOrderOfSpotThatIsWrongIsRefused(String part, String instead, String label) {
        assertThat(SPOT_ORDER).contains(part);
        assertRefused(post("/spot/orders", SPOT_ORDER.replace(part, instead)), 400, label);
    }

    @ParameterizedTest
    @CsvSource({"usdt, BTC_USDT", "btc, BTC_USD"})
    void anOrderOfFuturesIsPlacedReadListedAndCancelled(String settle, String contract) {
        JsonObject placed = futuresOrder(settle, contract);
        String orders = "/futures/" + settle + "/orders";
        String path = orders + "/" + placed.getLong("id");
        assertThat(placed.getString("status")).isEqualTo("open");
        assertThat(placed.getString("tif")).isEqualTo("poc");
        assertThat(placed.getInteger("size")).isEqualTo(-2);
        assertThat(placed.fieldNames()).doesNotContain("is_mmp", "finish_as");
        assertThat(json(client.send("GET", path, "", ""), 200)).isEqualTo(placed);
        assertThat(array(client.send("GET", orders, "status=open&contract=" + contract, "")))
                .containsExactly(placed);
        assertThat(array(client.send(
                        "GET", "/futures/" + (settle.equals("btc") ? "usdt" : "btc") + "/orders", "status=open", "")))
                .isEmpty();
        JsonObject cancelled = json(client.send("DELETE", path, "", ""), 200);
        assertThat(cancelled.getString("status")).isEqualTo("finished");
        assertThat(cancelled.getString("finish_as")).isEqualTo("cancelled");
        assertRefused(client.send("DELETE", path, "", ""), 400, "ORDER_FINISHED");
        futuresOrder(settle, contract);
        assertThat(array(client.send("DELETE", orders, "contract=" + contract, "")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "futures/usdt|{\"initial\":{\"contract\":\"BTC_USDT\",\"size\":1,\"price\":\"60000\"},\"trigger\":{\"price\":\"61000\",\"rule\":2}}|contract=BTC_USDT|finished",
                "spot|{\"market\":\"BTC_USDT\",\"put\":{\"side\":\"buy\",\"price\":\"60000\",\"amount\":\"1\"},\"trigger\":{\"price\":\"61000\",\"rule\":\"<=\"}}|market=BTC_USDT|cancelled"
            })
    void aPriceOrderIsApartFromTheOthers(String market, String body, String name, String finished) {
        String orders = "/" + market + "/price_orders";
        long id = json(post(orders, body), 201).getLong("id");
        JsonObject order = json(client.send("GET", orders + "/" + id, "", ""), 200);
        assertThat(order.getString("status")).isEqualTo("open");
        assertThat(order.getJsonObject("trigger").getString("price")).isEqualTo("61000");
        assertThat(array(client.send("GET", orders, "status=open&" + name, ""))).containsExactly(order);
        String plain = "/" + market + "/orders";
        assertThat(array(client.send("GET", plain, "status=open&currency_pair=BTC_USDT", "")))
                .isEmpty();
        assertRefused(client.send("GET", plain + "/" + id, "currency_pair=BTC_USDT", ""), 404, "ORDER_NOT_FOUND");
        assertThat(array(client.send("DELETE", plain, "", ""))).isEmpty();
        assertThat(json(client.send("DELETE", orders + "/" + id, "", ""), 200).getString("status"))
                .isEqualTo(finished);
    }

    @Test
    void optionsHaveNoPriceOrders() {
        assertRefused(client.send("GET", "/options/price_orders", "status=open", ""), 404, "NOT_FOUND");
    }

    @Test
    void eachEndpointHasALimitOfItsOwn() {
        simulator.wire(WireAssumptions.DEFAULTS.withCountdownLimit(new RateLimit(1, Duration.ofHours(1))));
        for (String path : List.of("options", "futures/usdt", "futures/btc", "spot")) {
            String endpoint = "/" + path + "/countdown_cancel_all";
            json(post(endpoint, "{\"timeout\":30}"), 200);
            assertRefused(post(endpoint, "{\"timeout\":30}"), 429, "TOO_MANY_REQUESTS");
        }
    }

    @Test
    void placementsAreLimitedAsTheMarketHasIt() {
        HttpResponse<String> futures =
                post("/futures/usdt/orders", "{\"contract\":\"BTC_USDT\",\"size\":1,\"price\":\"1\"}");
        assertThat(futures.headers().firstValue("X-Gate-RateLimit-Limit")).contains("100");
        HttpResponse<String> spot = post("/spot/orders", SPOT_ORDER);
        assertThat(spot.headers().firstValue("X-Gate-RateLimit-Limit")).contains("10");
        assertThat(spot.headers().firstValue("X-Gate-RateLimit-Requests-Remain"))
                .contains("9");
        assertThat(post("/spot/orders", SPOT_ORDER.replace("BTC", "ETH"))
                        .headers()
                        .firstValue("X-Gate-RateLimit-Requests-Remain"))
                .contains("9");
    }

    @Test
    void theSimulatorTellsOfOptionsUnlessAnotherMarketIsNamed() {
        post("/spot/countdown_cancel_all", "{\"timeout\":30,\"currency_pair\":\"BTC_USDT\"}");
        assertThat(array(client.sim("GET", "countdowns", ""))).isEmpty();
        JsonObject armed =
                array(client.sim("GET", "countdowns?market=spot", "")).getJsonObject(0);
        assertThat(armed.getString("market")).isEqualTo("spot");
        assertThat(armed.getString("scope")).isEqualTo("pair:BTC_USDT");
        assertThat(array(client.sim("GET", "fired?market=futures-btc", ""))).isEmpty();
        assertRefused(client.sim("GET", "fired?market=margin", ""), 400, "INVALID_PARAM_VALUE");
    }

    @Test
    void faultsMeetTheCountdownsOfEachMarket() {
        for (String path : List.of("options", "futures/usdt", "futures/btc", "spot")) {
            simulator.faults("{\"script\":\"1: refuse 503 TOO_BUSY\"}");
            assertRefused(post("/" + path + "/countdown_cancel_all", "{\"timeout\":30}"), 503, "TOO_BUSY");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "futures/usdt/contracts/BTC_USDT",
                "futures/btc/contracts/BTC_USD",
                "spot/currency_pairs/BTC_USDT"
            })
    void namesAreListedForAnybody(String path) throws Exception {
        assertThat(client.raw(client.builder("GET", "/" + path, "", "")).statusCode())
                .isEqualTo(200);
        String label = path.startsWith("spot") ? "INVALID_CURRENCY_PAIR" : "CONTRACT_NOT_FOUND";
        assertRefused(client.raw(client.builder("GET", "/" + path + "X", "", "")), 400, label);
        String all = path.substring(0, path.lastIndexOf('/'));
        assertThat(array(client.raw(client.builder("GET", "/" + all, "", "")))).isNotEmpty();
    }
}
