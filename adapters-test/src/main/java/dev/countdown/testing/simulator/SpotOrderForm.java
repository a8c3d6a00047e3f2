package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Orders of spot. Those of type {@code limit} alone: a market order is over at once, and nothing is matched here. */
record SpotOrderForm() implements OrderForm {

    /** An amount is kept as a whole number of units. */
    private static final int DECIMALS = 8;

    @Override
    public String name() {
        return "currency_pair";
    }

    @Override
    public boolean needsName() {
        return true;
    }

    @Override
    public List<String> sides() {
        return List.of("buy", "sell");
    }

    @Override
    public String finishedLabel(ExchangeOrder order) {
        return status(order).equals("closed") ? "ORDER_CLOSED" : "ORDER_CANCELLED";
    }

    @Override
    public NewOrder read(RequestBody body) {
        return read(body, body.required("currency_pair"), "");
    }

    /** What is to be placed, perhaps later. */
    static NewOrder read(RequestBody body, String pair, String trigger) {
        String type = body.text("type").orElse("limit");
        if (!type.equals("limit")) {
            throw new IllegalArgumentException("type must be limit, since nothing is matched here: " + type);
        }
        long amount = units("amount", body.required("amount"));
        if (amount <= 0) {
            throw new IllegalArgumentException("amount must be positive: " + amount);
        }
        return new NewOrder(
                pair,
                isBuy(body.required("side")) ? amount : -amount,
                body.required("price"),
                OrderForm.tif(body, "time_in_force"),
                body.text("text").orElse(""),
                units("iceberg", body.text("iceberg").orElse("0")),
                false,
                false,
                false,
                trigger);
    }

    private static boolean isBuy(String side) {
        return switch (side) {
            case "buy" -> true;
            case "sell" -> false;
            default -> throw new IllegalArgumentException("side must be buy or sell: " + side);
        };
    }

    private static long units(String field, String amount) {
        try {
            return new BigDecimal(amount).movePointRight(DECIMALS).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    field + " must be a decimal number of at most " + DECIMALS + " decimals: " + amount, e);
        }
    }

    static String amount(long units) {
        return BigDecimal.valueOf(Math.abs(units), DECIMALS)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String side(NewOrder terms) {
        return terms.size() > 0 ? "buy" : "sell";
    }

    @Override
    public JsonObject write(ExchangeOrder order) {
        NewOrder terms = order.terms();
        Instant updated = order.finish().map(ExchangeOrder.Finish::at).orElse(order.createdAt());
        boolean filled = order.left() != terms.size();
        return new JsonObject()
                .put("id", Long.toString(order.id()))
                .put("text", terms.text())
                .put("create_time", Long.toString(order.createdAt().getEpochSecond()))
                .put("update_time", Long.toString(updated.getEpochSecond()))
                .put("create_time_ms", order.createdAt().toEpochMilli())
                .put("update_time_ms", updated.toEpochMilli())
                .put("status", status(order))
                .put("currency_pair", order.contract())
                .put("type", "limit")
                .put("account", "spot")
                .put("side", side(terms))
                .put("amount", amount(terms.size()))
                .put("price", terms.price())
                .put("time_in_force", OrderForm.tif(terms))
                .put("iceberg", amount(terms.iceberg()))
                .put("left", amount(order.left()))
                .put("filled_amount", amount(Math.abs(terms.size()) - Math.abs(order.left())))
                .put("fill_price", filled ? terms.price() : "0")
                .put("avg_deal_price", filled ? terms.price() : "0")
                .put("fee", "0")
                .put("finish_as", order.finish().map(ExchangeOrder.Finish::as).orElse("open"));
    }

    private static String status(ExchangeOrder order) {
        return order.finish()
                .map(finish -> finish.as().equals(ExchangeOrder.FILLED) ? "closed" : "cancelled")
                .orElse("open");
    }
}
