package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Orders as Gate documents them. */
final class OrderJson {

    private OrderJson() {}

    static JsonArray write(List<ExchangeOrder> orders) {
        JsonArray array = new JsonArray();
        orders.forEach(order -> array.add(write(order)));
        return array;
    }

    static JsonObject write(ExchangeOrder order) {
        NewOrder terms = order.terms();
        JsonObject json = new JsonObject()
                .put("id", order.id())
                .put("user", userId(order.user()))
                .put("create_time", seconds(order.createdAt()))
                .put("status", order.isOpen() ? "open" : "finished")
                .put("contract", order.contract())
                .put("size", terms.size())
                .put("iceberg", terms.iceberg())
                .put("price", terms.price())
                .put("is_close", terms.close())
                .put("is_reduce_only", terms.reduceOnly())
                .put("is_liq", false)
                .put("is_mmp", terms.mmp())
                .put("tif", terms.tif().name().toLowerCase(Locale.ROOT))
                .put("left", order.left())
                .put("fill_price", order.left() == terms.size() ? "0" : terms.price())
                .put("text", terms.text())
                .put("tkfr", "0.0003")
                .put("mkfr", "0.0003")
                .put("refu", 0)
                .put("refr", "0");
        order.finish()
                .ifPresent(
                        finish -> json.put("finish_time", seconds(finish.at())).put("finish_as", finish.as()));
        return json;
    }

    /** Never with an exponent: Gate's own SDK for Node cannot read one. */
    private static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** Gate's users are numbers, ours are names. */
    private static int userId(String user) {
        return 10_000_000 + Math.floorMod(user.hashCode(), 1_000_000);
    }
}
