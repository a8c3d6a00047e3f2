package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeMarket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is listed, for anybody to read. Orders and countdowns may name anything nevertheless. */
final class Listings {

    private static final Map<String, String> UNDERLYINGS = Map.of("BTC_USDT", "70000", "ETH_USDT", "4000");
    private static final String OPTIONS = MarketEndpoints.path(ExchangeMarket.OPTIONS);

    private Listings() {}

    /** A JSON array or object, if it is a path of a listing. */
    static Optional<Object> find(ReceivedRequest call) {
        String path = call.endpoint();
        if (path.equals(OPTIONS + "/underlyings")) {
            return Optional.of(underlyings());
        }
        if (path.equals(OPTIONS + "/contracts")
                && call.query().getOrDefault("underlying", "").isEmpty()) {
            throw Refusal.missing("underlying");
        }
        return Stream.of(ExchangeMarket.values())
                .filter(market -> path.equals(path(market)) || path.startsWith(path(market) + "/"))
                .findFirst()
                .map(market -> path.equals(path(market)) ? all(market, call) : one(market, call));
    }

    private static String path(ExchangeMarket market) {
        return MarketEndpoints.path(market) + (market == ExchangeMarket.SPOT ? "/currency_pairs" : "/contracts");
    }

    private static JsonArray underlyings() {
        JsonArray all = new JsonArray();
        UNDERLYINGS.keySet().stream()
                .sorted()
                .forEach(name -> all.add(new JsonObject().put("name", name).put("index_price", UNDERLYINGS.get(name))));
        return all;
    }

    private static JsonArray all(ExchangeMarket market, ReceivedRequest call) {
        String underlying = call.query().getOrDefault("underlying", "");
        JsonArray all = new JsonArray();
        listed(market)
                .filter(each -> underlying.isEmpty() || underlying.equals(each.getString("underlying")))
                .forEach(all::add);
        return all;
    }

    private static JsonObject one(ExchangeMarket market, ReceivedRequest call) {
        String name = call.endpoint().substring(path(market).length() + 1);
        boolean spot = market == ExchangeMarket.SPOT;
        return listed(market)
                .filter(each -> name.equals(each.getString(spot ? "id" : "name")))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest(
                        spot ? "INVALID_CURRENCY_PAIR" : "CONTRACT_NOT_FOUND",
                        "no such " + (spot ? "pair: " : "contract: ") + name));
    }

    private static Stream<JsonObject> listed(ExchangeMarket market) {
        return switch (market) {
            case OPTIONS ->
                UNDERLYINGS.entrySet().stream()
                        .flatMap(each -> Stream.of(
                                option(each.getKey(), each.getValue(), true),
                                option(each.getKey(), each.getValue(), false)));
            case FUTURES_USDT -> Stream.of(future("BTC_USDT"), future("ETH_USDT"));
            case FUTURES_BTC -> Stream.of(future("BTC_USD"));
            case SPOT -> Stream.of(pair("BTC"), pair("ETH"));
        };
    }

    private static JsonObject option(String underlying, String strike, boolean call) {
        return new JsonObject()
                .put("name", underlying + "-20301227-" + strike + (call ? "-C" : "-P"))
                .put("underlying", underlying)
                .put("strike_price", strike)
                .put("is_call", call)
                .put("is_active", true)
                .put("multiplier", "0.01")
                .put("order_price_round", "0.1")
                .put("order_size_min", 1)
                .put("order_size_max", 1_000_000)
                .put("create_time", 1_767_225_600)
                .put("expiration_time", 1_924_588_800);
    }

    private static JsonObject future(String name) {
        return new JsonObject()
                .put("name", name)
                .put("type", "direct")
                .put("quanto_multiplier", "0.0001")
                .put("order_price_round", "0.1")
                .put("order_size_min", 1)
                .put("order_size_max", 1_000_000)
                .put("in_delisting", false);
    }

    private static JsonObject pair(String base) {
        return new JsonObject()
                .put("id", base + "_USDT")
                .put("base", base)
                .put("quote", "USDT")
                .put("min_base_amount", "0.00001")
                .put("amount_precision", 8)
                .put("precision", 1)
                .put("trade_status", "tradable");
    }
}
