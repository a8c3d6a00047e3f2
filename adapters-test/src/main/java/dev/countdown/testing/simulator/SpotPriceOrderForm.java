package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonObject;

/** Orders of {@code /spot/price_orders}. */
record SpotPriceOrderForm() implements OrderForm {

    @Override
    public String name() {
        return "market";
    }

    @Override
    public boolean arePriceOrders() {
        return true;
    }

    @Override
    public NewOrder read(RequestBody body) {
        RequestBody trigger = body.object("trigger");
        return SpotOrderForm.read(
                body.object("put"), body.required("market"), trigger.required("rule") + trigger.required("price"));
    }

    @Override
    public JsonObject write(ExchangeOrder order) {
        NewOrder terms = order.terms();
        JsonObject json = new JsonObject()
                .put("id", order.id())
                .put("user", OrderForm.userId(order.user()))
                .put("market", order.contract())
                .put("ctime", order.createdAt().getEpochSecond())
                .put("status", order.finish().map(ExchangeOrder.Finish::as).orElse("open"))
                .put(
                        "trigger",
                        new JsonObject()
                                .put("price", terms.trigger().substring(2))
                                .put("rule", terms.trigger().substring(0, 2))
                                .put("expiration", 0))
                .put(
                        "put",
                        new JsonObject()
                                .put("type", "limit")
                                .put("side", SpotOrderForm.side(terms))
                                .put("price", terms.price())
                                .put("amount", SpotOrderForm.amount(terms.size()))
                                .put("account", "normal")
                                .put("time_in_force", OrderForm.tif(terms))
                                .put("text", terms.text()));
        order.finish().ifPresent(finish -> json.put("ftime", finish.at().getEpochSecond()));
        return json;
    }
}
