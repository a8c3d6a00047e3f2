package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeAccount;
import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code /options/orders} and {@code /options/orders/ID}. */
final class OrderEndpoints {

    static final String PATH = "/options/orders";

    private final InMemoryExchange exchange;

    OrderEndpoints(InMemoryExchange exchange) {
        this.exchange = exchange;
    }

    EndpointReply place(ReceivedRequest call, ApiKey who) {
        RequestBody body = RequestBody.parse(call.body(), "INVALID_REQUEST_BODY");
        String contract = body.text("contract").orElseThrow(() -> missing("contract"));
        long size = body.whole("size").orElseThrow(() -> missing("size"));
        try {
            NewOrder terms = new NewOrder(
                    contract,
                    size,
                    body.text("price").orElse("0"),
                    tif(body.text("tif").orElse("gtc")),
                    body.text("text").orElse(""),
                    body.whole("iceberg").orElse(0),
                    body.flag("reduce_only"),
                    body.flag("close"),
                    body.flag("mmp"));
            return EndpointReply.of(201, OrderJson.write(account(who).place(terms)));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("INVALID_PARAM_VALUE", String.valueOf(e.getMessage()));
        }
    }

    EndpointReply list(ReceivedRequest call, ApiKey who) {
        Map<String, String> query = call.query();
        List<ExchangeOrder> orders = switch (query.getOrDefault("status", "")) {
            case "open" -> account(who).openOrders();
            case "finished" -> account(who).finishedOrders();
            case "" -> throw missing("status");
            default -> throw invalid("status");
        };
        long offset = number(query, "offset", 0);
        long limit = number(query, "limit", 100);
        return EndpointReply.of(
                200,
                OrderJson.write(orders.stream()
                        .filter(names(query).and(created(query)))
                        .skip(offset)
                        .limit(Math.min(limit, 100))
                        .toList()));
    }

    EndpointReply get(ReceivedRequest call, ApiKey who) {
        return EndpointReply.of(200, OrderJson.write(find(call, who)));
    }

    EndpointReply cancel(ReceivedRequest call, ApiKey who) {
        ExchangeOrder order = find(call, who);
        JsonObject cancelled = account(who)
                .cancel(order.id())
                .map(OrderJson::write)
                .orElseThrow(() -> Refusal.badRequest("ORDER_FINISHED", "order " + order.id() + " is finished"));
        return EndpointReply.of(200, cancelled);
    }

    EndpointReply cancelAll(ReceivedRequest call, ApiKey who) {
        Map<String, String> query = call.query();
        Predicate<ExchangeOrder> side = switch (query.getOrDefault("side", "")) {
            case "" -> order -> true;
            case "bid" -> order -> order.terms().size() > 0;
            case "ask" -> order -> order.terms().size() < 0;
            default -> throw invalid("side");
        };
        return EndpointReply.of(
                200, OrderJson.write(account(who).cancel(names(query).and(side))));
    }

    private ExchangeAccount account(ApiKey who) {
        return exchange.account(who.user());
    }

    private ExchangeOrder find(ReceivedRequest call, ApiKey who) {
        String id = call.endpoint().substring(PATH.length() + 1);
        if (!id.matches("\\d{1,18}")) {
            throw invalid("order_id");
        }
        return account(who)
                .order(Long.parseLong(id))
                .orElseThrow(() -> new Refusal(404, "ORDER_NOT_FOUND", "no such order: " + id));
    }

    private static Predicate<ExchangeOrder> names(Map<String, String> query) {
        return order -> order.contract().equals(query.getOrDefault("contract", order.contract()))
                && order.underlying().equals(query.getOrDefault("underlying", order.underlying()));
    }

    private static Predicate<ExchangeOrder> created(Map<String, String> query) {
        Instant from = Instant.ofEpochSecond(number(query, "from", 0));
        Instant to = Instant.ofEpochSecond(number(query, "to", 99_999_999_999L));
        return order -> !order.createdAt().isBefore(from) && !order.createdAt().isAfter(to);
    }

    private static NewOrder.TimeInForce tif(String name) {
        return Stream.of(NewOrder.TimeInForce.values())
                .filter(tif -> tif.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tif must be gtc, ioc or poc: " + name));
    }

    private static long number(Map<String, String> query, String name, long otherwise) {
        String value = query.getOrDefault(name, Long.toString(otherwise));
        if (!value.matches("\\d{1,11}")) {
            throw invalid(name);
        }
        return Long.parseLong(value);
    }

    private static Refusal missing(String name) {
        return Refusal.badRequest("MISSING_REQUIRED_PARAM", "Missing required parameter: " + name);
    }

    private static Refusal invalid(String name) {
        return Refusal.badRequest("INVALID_PARAM_VALUE", "invalid value of " + name);
    }
}
