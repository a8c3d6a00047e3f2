package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeAccount;
import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code /orders} and {@code /orders/ID} of a market, or {@code /price_orders}. */
final class OrderEndpoints {

    private final InMemoryExchange exchange;
    private final OrderForm form;

    OrderEndpoints(InMemoryExchange exchange, OrderForm form) {
        this.exchange = exchange;
        this.form = form;
    }

    EndpointReply place(ReceivedRequest call, ApiKey who) {
        RequestBody body = RequestBody.parse(call.body(), "INVALID_REQUEST_BODY");
        try {
            return EndpointReply.of(201, form.placed(account(who).place(form.read(body))));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("INVALID_PARAM_VALUE", String.valueOf(e.getMessage()));
        }
    }

    EndpointReply list(ReceivedRequest call, ApiKey who) {
        Map<String, String> query = checked(call.query());
        List<ExchangeOrder> orders = switch (query.getOrDefault("status", "")) {
            case "open" -> account(who).openOrders();
            case "finished" -> account(who).finishedOrders();
            case "" -> throw Refusal.missing("status");
            default -> throw invalid("status");
        };
        long limit = Math.min(number(query, "limit", 100), 100);
        long pagesBefore = Math.max(0, number(query, "page", 1) - 1);
        return EndpointReply.of(
                200,
                write(orders.stream()
                        .filter(names(query).and(created(query)))
                        .skip(number(query, "offset", 0) + pagesBefore * limit)
                        .limit(limit)
                        .toList()));
    }

    /** The open orders of all pairs, as {@code GET /spot/open_orders} groups them. */
    EndpointReply listOpen(ApiKey who) {
        Map<String, JsonArray> byName = new LinkedHashMap<>();
        account(who).openOrders().stream()
                .filter(order -> order.terms().isPriceOrder() == form.arePriceOrders())
                .forEach(order -> byName.computeIfAbsent(order.contract(), name -> new JsonArray())
                        .add(form.write(order)));
        JsonArray all = new JsonArray();
        byName.forEach((name, orders) -> all.add(new JsonObject()
                .put(form.name(), name)
                .put("total", orders.size())
                .put("orders", orders)));
        return EndpointReply.of(200, all);
    }

    EndpointReply get(ReceivedRequest call, ApiKey who, String id) {
        return EndpointReply.of(200, form.write(find(call, who, id)));
    }

    EndpointReply cancel(ReceivedRequest call, ApiKey who, String id) {
        ExchangeOrder order = find(call, who, id);
        JsonObject cancelled = account(who)
                .cancel(order.id())
                .map(form::write)
                .orElseThrow(
                        () -> Refusal.badRequest(form.finishedLabel(order), "order " + order.id() + " is finished"));
        return EndpointReply.of(200, cancelled);
    }

    EndpointReply cancelAll(ReceivedRequest call, ApiKey who) {
        Map<String, String> query = call.query();
        String side = query.getOrDefault("side", "");
        if (!side.isEmpty() && !form.sides().contains(side)) {
            throw invalid("side");
        }
        boolean buys = form.sides().indexOf(side) == 0;
        Predicate<ExchangeOrder> ofSide = order -> side.isEmpty()
                || (buys ? order.terms().size() > 0 : order.terms().size() < 0);
        return EndpointReply.of(200, write(account(who).cancel(names(query).and(ofSide))));
    }

    private ExchangeAccount account(ApiKey who) {
        return exchange.account(who.user());
    }

    private JsonArray write(List<ExchangeOrder> orders) {
        JsonArray array = new JsonArray();
        orders.forEach(order -> array.add(form.write(order)));
        return array;
    }

    private ExchangeOrder find(ReceivedRequest call, ApiKey who, String id) {
        Predicate<ExchangeOrder> asked = names(checked(call.query()));
        if (!id.matches("\\d{1,18}")) {
            throw invalid("order_id");
        }
        return account(who)
                .order(Long.parseLong(id))
                .filter(asked)
                .orElseThrow(() -> new Refusal(404, "ORDER_NOT_FOUND", "no such order: " + id));
    }

    private Map<String, String> checked(Map<String, String> query) {
        if (form.needsName() && query.getOrDefault(form.name(), "").isEmpty()) {
            throw Refusal.missing(form.name());
        }
        return query;
    }

    private Predicate<ExchangeOrder> names(Map<String, String> query) {
        return order -> order.terms().isPriceOrder() == form.arePriceOrders()
                && order.contract().equals(query.getOrDefault(form.name(), order.contract()))
                && order.underlying().equals(query.getOrDefault("underlying", order.underlying()));
    }

    private static Predicate<ExchangeOrder> created(Map<String, String> query) {
        Instant from = Instant.ofEpochSecond(number(query, "from", 0));
        Instant to = Instant.ofEpochSecond(number(query, "to", 99_999_999_999L));
        return order -> !order.createdAt().isBefore(from) && !order.createdAt().isAfter(to);
    }

    private static long number(Map<String, String> query, String name, long otherwise) {
        String value = query.getOrDefault(name, Long.toString(otherwise));
        if (!value.matches("\\d{1,11}")) {
            throw invalid(name);
        }
        return Long.parseLong(value);
    }

    private static Refusal invalid(String name) {
        return Refusal.badRequest("INVALID_PARAM_VALUE", "invalid value of " + name);
    }
}
