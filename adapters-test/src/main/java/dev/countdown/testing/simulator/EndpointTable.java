package dev.countdown.testing.simulator;

import dev.countdown.testing.ErrorLabels;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The exchange's endpoints: who may call them, how often, and what they answer. */
final class EndpointTable {

    private final InMemoryExchange exchange;
    private final SignatureCheck signatures;
    private final Map<String, MarketEndpoints> markets = new LinkedHashMap<>();
    private final RateLimiter limiter;
    private volatile WireAssumptions wire;

    EndpointTable(InMemoryExchange exchange, SimulatorSettings settings) {
        this.exchange = exchange;
        this.signatures = new SignatureCheck(settings.keys());
        for (ExchangeMarket market : ExchangeMarket.values()) {
            markets.put(MarketEndpoints.path(market) + "/", new MarketEndpoints(exchange.market(market)));
        }
        this.limiter = new RateLimiter(exchange.clock());
        this.wire = settings.wire();
    }

    /** Whether a request is for a countdown, of any market. */
    static boolean isCountdown(ReceivedRequest call) {
        return call.method().equals("POST")
                && Arrays.stream(ExchangeMarket.values())
                        .map(market -> ReceivedRequest.PREFIX + MarketEndpoints.countdownPath(market))
                        .anyMatch(call.path()::equals);
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
        if (!call.path().startsWith(ReceivedRequest.PREFIX + "/")) {
            throw Refusal.unknown(call);
        }
        if (call.endpoint().equals("/spot/time")) {
            return open(call, serverTime(call));
        }
        Optional<Object> listing = Listings.find(call);
        return listing.isPresent() ? open(call, listing.get()) : guarded(call, ageAt);
    }

    private JsonObject serverTime(ReceivedRequest call) {
        if (!wire.serverTime()) {
            throw Refusal.unknown(call);
        }
        return new JsonObject().put("server_time", exchange.now().toEpochMilli());
    }

    private static EndpointReply open(ReceivedRequest call, Object json) {
        if (!call.method().equals("GET")) {
            throw Refusal.notAllowed(call);
        }
        return json instanceof JsonArray array
                ? EndpointReply.of(200, array)
                : EndpointReply.of(200, (JsonObject) json);
    }

    private EndpointReply guarded(ReceivedRequest call, Instant ageAt) {
        WireAssumptions now = wire;
        MarketEndpoints.Signed endpoint = market(call).find(call, now);
        ApiKey who = signatures.check(call, ageAt, now.expiredStatus());
        if (!who.refusal().isEmpty()) {
            int status = ErrorLabels.statusOf(who.refusal());
            throw new Refusal(
                    status == 403 ? now.permissionStatus() : status, who.refusal(), "this key is refused on purpose");
        }
        if (who.readOnly() && !call.method().equals("GET")) {
            throw new Refusal(now.permissionStatus(), "READ_ONLY", "the key may only read");
        }
        Map<String, String> headers = limiter.count(endpoint.name(), who.user(), endpoint.limit());
        try {
            return endpoint.handler().answer(call, who).with(headers);
        } catch (Refusal refusal) {
            return refusal.answer().with(headers);
        }
    }

    private MarketEndpoints market(ReceivedRequest call) {
        return markets.entrySet().stream()
                .filter(each -> call.endpoint().startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(call));
    }
}
