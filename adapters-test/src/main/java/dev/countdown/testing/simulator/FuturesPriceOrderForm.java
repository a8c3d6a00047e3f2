package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonObject;

/** Orders of {@code /futures/SETTLE/price_orders}. */
record FuturesPriceOrderForm() implements OrderForm {

    private static final int AT_OR_ABOVE = 1;
    private static final int AT_OR_BELOW = 2;

    @Override
    public String name() {
        return "contract";
    }

    @Override
    public boolean arePriceOrders() {
        return true;
    }

    @Override
    public NewOrder read(RequestBody body) {
        RequestBody trigger = body.object("trigger");
        long rule = trigger.whole("rule").orElseThrow(() -> Refusal.missing("rule"));
        if (rule != AT_OR_ABOVE && rule != AT_OR_BELOW) {
            throw new IllegalArgumentException("rule must be 1 or 2: " + rule);
        }
        return new ContractOrderForm(ExchangeMarket.FUTURES_USDT)
                .read(body.object("initial"))
                .withTrigger((rule == AT_OR_ABOVE ? ">=" : "<=") + trigger.required("price"));
    }

    @Override
    public JsonObject write(ExchangeOrder order) {
        NewOrder terms = order.terms();
        JsonObject json = new JsonObject()
                .put("id", order.id())
                .put("user", OrderForm.userId(order.user()))
                .put("create_time", OrderForm.seconds(order.createdAt()))
                .put("status", order.isOpen() ? "open" : "finished")
                .put(
                        "initial",
                        new JsonObject()
                                .put("contract", order.contract())
                                .put("size", terms.size())
                                .put("price", terms.price())
                                .put("tif", OrderForm.tif(terms))
                                .put("text", terms.text())
                                .put("is_close", terms.close())
                                .put("is_reduce_only", terms.reduceOnly()))
                .put(
                        "trigger",
                        new JsonObject()
                                .put("strategy_type", 0)
                                .put("price_type", 0)
                                .put("price", terms.trigger().substring(2))
                                .put("rule", terms.trigger().startsWith(">=") ? AT_OR_ABOVE : AT_OR_BELOW)
                                .put("expiration", 0));
        order.finish()
                .ifPresent(finish ->
                        json.put("finish_time", OrderForm.seconds(finish.at())).put("finish_as", finish.as()));
        return json;
    }
}
