package dev.countdown.testing.simulator;

import dev.countdown.testing.ArmedCountdown;
import dev.countdown.testing.ExchangeEvent;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code /sim/...}: what a test asks of the simulator, beside the exchange's own endpoints. */
final class SimEndpoints {

    private final InMemoryExchange exchange;
    private final RequestLog log;
    private final Consumer<JsonObject> faults;
    private final Consumer<Boolean> restart;

    SimEndpoints(InMemoryExchange exchange, RequestLog log, Consumer<JsonObject> faults, Consumer<Boolean> restart) {
        this.exchange = exchange;
        this.log = log;
        this.faults = faults;
        this.restart = restart;
    }

    EndpointReply answer(ReceivedRequest call) {
        try {
            return switch (call.method() + " " + call.path()) {
                case "GET /sim/countdowns" -> list(market(call).countdowns(), armed -> json(market(call), armed));
                case "GET /sim/requests" -> list(log.list(), SimEndpoints::json);
                case "GET /sim/fired" -> list(market(call).firings(), fired -> json(market(call), fired));
                case "POST /sim/faults" -> setFaults(call);
                case "POST /sim/restart" -> restart(call);
                default -> throw new Refusal(404, "NOT_FOUND", "no such path: " + call.path());
            };
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (IllegalArgumentException e) {
            return EndpointReply.error(400, "INVALID_PARAM_VALUE", String.valueOf(e.getMessage()));
        }
    }

    /** Options, unless the query names another one. */
    private InMemoryExchange market(ReceivedRequest call) {
        return exchange.market(
                ExchangeMarket.parse(call.query().getOrDefault("market", ExchangeMarket.OPTIONS.toString())));
    }

    private EndpointReply setFaults(ReceivedRequest call) {
        JsonObject json = RequestBody.parse(call.body(), "INVALID_REQUEST_BODY").json();
        faults.accept(json);
        return EndpointReply.of(200, json);
    }

    private EndpointReply restart(ReceivedRequest call) {
        boolean keep = flag("keepTimers", call.query().getOrDefault("keepTimers", "false"));
        restart.accept(keep);
        return EndpointReply.of(200, new JsonObject().put("keepTimers", keep));
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false: " + value);
        };
    }

    private static <T> EndpointReply list(List<T> items, Function<T, JsonObject> form) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(form.apply(item)));
        return EndpointReply.of(200, array);
    }

    private static JsonObject json(InMemoryExchange market, ArmedCountdown armed) {
        Instant end = armed.triggerTime();
        return new JsonObject()
                .put("market", market.market().toString())
                .put("user", armed.user())
                .put("scope", armed.countdown().scope().toString())
                .put("timeout", armed.countdown().timeout().seconds())
                .put("triggerTime", end.toEpochMilli())
                .put("remainingMs", end.toEpochMilli() - market.now().toEpochMilli());
    }

    private static JsonObject json(SeenRequest seen) {
        return new JsonObject()
                .put("time", seen.at().toEpochMilli())
                .put("method", seen.method())
                .put("path", seen.path())
                .put("query", seen.query())
                .put("verdict", seen.verdict())
                .put("body", seen.body());
    }

    private static JsonObject json(InMemoryExchange market, ExchangeEvent.Fired fired) {
        JsonArray orders = new JsonArray();
        fired.cancelled().forEach(order -> orders.add(order.id()));
        return new JsonObject()
                .put("market", market.market().toString())
                .put("time", fired.at().toEpochMilli())
                .put("user", fired.user())
                .put("scope", fired.scope().toString())
                .put("triggerTime", fired.triggerTime().toEpochMilli())
                .put("orders", orders);
    }
}
