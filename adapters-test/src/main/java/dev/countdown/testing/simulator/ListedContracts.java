package dev.countdown.testing.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What is listed. Orders and countdowns may name any contract nevertheless. */
final class ListedContracts {

    /** Before the name of one contract. */
    static final String PATH = "/options/contracts/";

    private static final Map<String, String> UNDERLYINGS = Map.of("BTC_USDT", "70000", "ETH_USDT", "4000");

    private ListedContracts() {}

    static JsonArray underlyings() {
        JsonArray all = new JsonArray();
        UNDERLYINGS.keySet().stream()
                .sorted()
                .forEach(name -> all.add(new JsonObject().put("name", name).put("index_price", UNDERLYINGS.get(name))));
        return all;
    }

    static JsonArray contracts(Map<String, String> query) {
        String underlying = query.getOrDefault("underlying", "");
        if (underlying.isEmpty()) {
            throw Refusal.badRequest("MISSING_REQUIRED_PARAM", "Missing required parameter: underlying");
        }
        String strike = UNDERLYINGS.get(underlying);
        JsonArray all = new JsonArray();
        if (strike != null) {
            all.add(contract(underlying, strike, true)).add(contract(underlying, strike, false));
        }
        return all;
    }

    static JsonObject contract(String name) {
        return UNDERLYINGS.keySet().stream()
                .flatMap(underlying -> contracts(Map.of("underlying", underlying)).stream())
                .map(JsonObject.class::cast)
                .filter(each -> name.equals(each.getString("name")))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest("CONTRACT_NOT_FOUND", "no such contract: " + name));
    }

    private static JsonObject contract(String underlying, String strike, boolean call) {
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
}
