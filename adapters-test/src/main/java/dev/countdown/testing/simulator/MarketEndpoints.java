package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import java.util.Map;
import java.util.Optional;

/** The endpoints of one market for which a request must be signed. */
final class MarketEndpoints {

    private static final String COUNTDOWN = "/countdown_cancel_all";

    private final ExchangeMarket market;
    private final CountdownEndpoint countdown;
    private final OrderEndpoints plain;
    private final Map<String, OrderEndpoints> orders;

    MarketEndpoints(InMemoryExchange exchange) {
        this.market = exchange.market();
        this.countdown = new CountdownEndpoint(exchange);
        this.plain = new OrderEndpoints(exchange, OrderForm.of(market));
        this.orders = market == ExchangeMarket.OPTIONS
                ? Map.of("orders", plain)
                : Map.of(
                        "orders", plain, "price_orders", new OrderEndpoints(exchange, OrderForm.ofPriceOrders(market)));
    }

    /** Who may call it how often, and what it answers. */
    record Signed(String name, Optional<RateLimit> limit, Handler handler) {}

    interface Handler {
        EndpointReply answer(ReceivedRequest call, ApiKey who);
    }

    /** Below {@code /api/v4}: {@code /options}, {@code /futures/usdt}, {@code /futures/btc} or {@code /spot}. */
    static String path(ExchangeMarket market) {
        return "/" + market.toString().replace('-', '/');
    }

    static String countdownPath(ExchangeMarket market) {
        return path(market) + COUNTDOWN;
    }

    /** The endpoint that is called; the limits of each are counted by its name. */
    Signed find(ReceivedRequest call, WireAssumptions wire) {
        if (call.endpoint().equals(countdownPath(market))) {
            allowOnly("POST", call);
            return new Signed(market + " countdown", wire.countdowns(), (it, who) -> countdown.post(it, who, wire));
        }
        String[] parts = call.endpoint().substring(path(market).length() + 1).split("/", 2);
        if (market == ExchangeMarket.SPOT && parts[0].equals("open_orders")) {
            allowOnly("GET", call);
            return new Signed(market + " open", wire.countdowns(), (it, who) -> plain.listOpen(who));
        }
        OrderEndpoints kind = orders.get(parts[0]);
        if (kind == null) {
            throw Refusal.unknown(call);
        }
        String name = market + " " + parts[0];
        return parts.length == 1 ? all(call, name, kind, wire) : one(call, name, kind, parts[1], wire);
    }

    private Signed all(ReceivedRequest call, String name, OrderEndpoints kind, WireAssumptions wire) {
        return switch (call.method()) {
            case "POST" -> new Signed(placeName(call, name), wire.placements(market), kind::place);
            case "GET" -> new Signed(name + " list", wire.countdowns(), kind::list);
            case "DELETE" -> new Signed(name + " cancel", wire.orders(), kind::cancelAll);
            default -> throw Refusal.notAllowed(call);
        };
    }

    private static Signed one(ReceivedRequest call, String name, OrderEndpoints kind, String id, WireAssumptions wire) {
        return switch (call.method()) {
            case "GET" -> new Signed(name + " get", wire.countdowns(), (it, who) -> kind.get(it, who, id));
            case "DELETE" -> new Signed(name + " cancel", wire.orders(), (it, who) -> kind.cancel(it, who, id));
            default -> throw Refusal.notAllowed(call);
        };
    }

    /** Gate counts what is placed on spot pair by pair. */
    private String placeName(ReceivedRequest call, String name) {
        return name + " place "
                + (market == ExchangeMarket.SPOT ? RequestBody.glimpse(call.body(), "currency_pair") : "");
    }

    private static void allowOnly(String method, ReceivedRequest call) {
        if (!call.method().equals(method)) {
            throw Refusal.notAllowed(call);
        }
    }
}
