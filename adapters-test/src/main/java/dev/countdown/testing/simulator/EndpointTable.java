package dev.countdown.testing.simulator;

import dev.countdown.testing.ErrorLabels;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The exchange's endpoints: who may call them, how often, and what they answer. */
final class EndpointTable {

    static final String COUNTDOWN = "/options/countdown_cancel_all";

    private final InMemoryExchange exchange;
    private final SignatureCheck signatures;
    private final CountdownEndpoint countdown;
    private final OrderEndpoints orders;
    private final RateLimiter limiter;
    private volatile WireAssumptions wire;

    EndpointTable(InMemoryExchange exchange, SimulatorSettings settings) {
        this.exchange = exchange;
        this.signatures = new SignatureCheck(settings.keys());
        this.countdown = new CountdownEndpoint(exchange);
        this.orders = new OrderEndpoints(exchange);
        this.limiter = new RateLimiter(exchange.clock());
        this.wire = settings.wire();
    }

    void wire(WireAssumptions changed) {
        wire = changed;
    }

    WireAssumptions wire() {
        return wire;
    }

    /** The answer, be it an error. The age of the request is measured at that time. */
    EndpointReply answer(ReceivedRequest call, Instant ageAt) {
        try {
            return route(call, ageAt);
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RateLimiter.Throttled throttled) {
            return throttled.answer();
        }
    }

    private EndpointReply route(ReceivedRequest call, Instant ageAt) {
        String path = call.endpoint();
        if (!call.path().startsWith(ReceivedRequest.PREFIX + "/")) {
            throw unknown(call);
        }
        return switch (path) {
            case "/spot/time" -> open(call, serverTime(call));
            case "/options/underlyings" -> open(call, ListedContracts.underlyings());
            case "/options/contracts" -> open(call, ListedContracts.contracts(call.query()));
            default ->
                path.startsWith(ListedContracts.PATH)
                        ? open(call, ListedContracts.contract(path.substring(ListedContracts.PATH.length())))
                        : guarded(call, ageAt, path);
        };
    }

    private JsonObject serverTime(ReceivedRequest call) {
        if (!wire.serverTime()) {
            throw unknown(call);
        }
        return new JsonObject().put("server_time", exchange.now().toEpochMilli());
    }

    private static EndpointReply open(ReceivedRequest call, Object json) {
        if (!call.method().equals("GET")) {
            throw notAllowed(call);
        }
        return json instanceof JsonArray array
                ? EndpointReply.of(200, array)
                : EndpointReply.of(200, (JsonObject) json);
    }

    private EndpointReply guarded(ReceivedRequest call, Instant ageAt, String path) {
        Endpoint endpoint = find(call, path);
        WireAssumptions now = wire;
        ApiKey who = signatures.check(call, ageAt, now.expiredStatus());
        if (!who.refusal().isEmpty()) {
            int status = ErrorLabels.statusOf(who.refusal());
            throw new Refusal(
                    status == 403 ? now.permissionStatus() : status, who.refusal(), "this key is refused on purpose");
        }
        if (who.readOnly() && !call.method().equals("GET")) {
            throw new Refusal(now.permissionStatus(), "READ_ONLY", "the key may only read");
        }
        Map<String, String> headers = limiter.count(endpoint.name, who.user(), endpoint.limit);
        try {
            return endpoint.handler.answer(call, who).with(headers);
        } catch (Refusal refusal) {
            return refusal.answer().with(headers);
        }
    }

    private Endpoint find(ReceivedRequest call, String path) {
        boolean one = path.startsWith(OrderEndpoints.PATH + "/");
        if (!one && !path.equals(OrderEndpoints.PATH) && !path.equals(COUNTDOWN)) {
            throw unknown(call);
        }
        Optional<RateLimit> notTrading = wire.countdowns();
        Optional<RateLimit> trading = wire.orders();
        return switch (call.method() + " " + (one ? OrderEndpoints.PATH + "/" : path)) {
            case "POST " + COUNTDOWN ->
                new Endpoint("countdown", notTrading, (it, who) -> countdown.post(it, who, wire));
            case "POST " + OrderEndpoints.PATH -> new Endpoint("place", trading, orders::place);
            case "GET " + OrderEndpoints.PATH -> new Endpoint("list", notTrading, orders::list);
            case "DELETE " + OrderEndpoints.PATH -> new Endpoint("cancel", trading, orders::cancelAll);
            case "GET " + OrderEndpoints.PATH + "/" -> new Endpoint("get", notTrading, orders::get);
            case "DELETE " + OrderEndpoints.PATH + "/" -> new Endpoint("cancel", trading, orders::cancel);
            default -> throw notAllowed(call);
        };
    }

    private static Refusal unknown(ReceivedRequest call) {
        return new Refusal(404, "NOT_FOUND", "no such path: " + call.path());
    }

    private static Refusal notAllowed(ReceivedRequest call) {
        return new Refusal(405, "METHOD_NOT_ALLOWED", call.method() + " is not allowed here");
    }

    private record Endpoint(String name, Optional<RateLimit> limit, Handler handler) {}

    private interface Handler {
        EndpointReply answer(ReceivedRequest call, ApiKey who);
    }
}
