package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonObject;

/** Orders of options and futures. */
record ContractOrderForm(ExchangeMarket market) implements OrderForm {

    @Override
    public String name() {
        return "contract";
    }

    @Override
    public NewOrder read(RequestBody body) {
        return new NewOrder(
                body.required("contract"),
                body.whole("size").orElseThrow(() -> Refusal.missing("size")),
                body.text("price").orElse("0"),
                OrderForm.tif(body, "tif"),
                body.text("text").orElse(""),
                body.whole("iceberg").orElse(0),
                body.flag("reduce_only"),
                body.flag("close"),
                body.flag("mmp"));
    }

    @Override
    public JsonObject write(ExchangeOrder order) {
        NewOrder terms = order.terms();
        JsonObject json = new JsonObject()
                .put("id", order.id())
                .put("user", OrderForm.userId(order.user()))
                .put("create_time", OrderForm.seconds(order.createdAt()))
                .put("status", order.isOpen() ? "open" : "finished")
                .put("contract", order.contract())
                .put("size", terms.size())
                .put("iceberg", terms.iceberg())
                .put("price", terms.price())
                .put("is_close", terms.close())
                .put("is_reduce_only", terms.reduceOnly())
                .put("is_liq", false);
        if (market == ExchangeMarket.OPTIONS) {
            json.put("is_mmp", terms.mmp());
        }
        json.put("tif", OrderForm.tif(terms))
                .put("left", order.left())
                .put("fill_price", order.left() == terms.size() ? "0" : terms.price())
                .put("text", terms.text())
                .put("tkfr", "0.0003")
                .put("mkfr", "0.0003")
                .put("refu", 0);
        if (market == ExchangeMarket.OPTIONS) {
            json.put("refr", "0");
        }
        order.finish()
                .ifPresent(finish ->
                        json.put("finish_time", OrderForm.seconds(finish.at())).put("finish_as", finish.as()));
        return json;
    }
}
