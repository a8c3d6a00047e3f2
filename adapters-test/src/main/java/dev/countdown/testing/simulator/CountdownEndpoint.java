package dev.countdown.testing.simulator;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code POST /countdown_cancel_all} of a market. */
final class CountdownEndpoint {

    private static final String CONTRACT = "contract";
    private static final String UNDERLYING = "underlying";
    private static final String PAIR = "currency_pair";

    private final InMemoryExchange exchange;
    private final List<String> foreignNames;

    CountdownEndpoint(InMemoryExchange exchange) {
        this.exchange = exchange;
        this.foreignNames = foreignNames(exchange.market());
    }

    private static List<String> foreignNames(ExchangeMarket market) {
        return switch (market) {
            case OPTIONS -> List.of(PAIR);
            case FUTURES_USDT, FUTURES_BTC -> List.of(UNDERLYING, PAIR);
            case SPOT -> List.of(CONTRACT, UNDERLYING);
        };
    }

    EndpointReply post(ReceivedRequest call, ApiKey who, WireAssumptions wire) {
        Countdown countdown = read(call, wire);
        Outcome reply = exchange.apply(who.user(), who.key(), countdown);
        if (reply instanceof Outcome.Applied applied) {
            return answer(applied.acknowledgement(), wire);
        }
        throw Refusal.badRequest(wire.label(BodyFault.BAD_NAME), ((Outcome.NotApplied) reply).message());
    }

    private static EndpointReply answer(Acknowledgement acknowledgement, WireAssumptions wire) {
        EndpointReply answer = EndpointReply.of(200, write(acknowledgement, wire));
        return acknowledgement
                .appliedAt()
                .map(at -> answer.with(Map.of("X-In-Time", Replier.micros(at.toEpochMilli()))))
                .orElse(answer);
    }

    private Countdown read(ReceivedRequest call, WireAssumptions wire) {
        RequestBody body = RequestBody.parse(call.body(), wire.label(BodyFault.UNREADABLE));
        OptionalLong seconds = body.whole("timeout");
        Scope scope = scope(body, wire);
        if (seconds.isEmpty()) {
            throw Refusal.badRequest(wire.label(BodyFault.MISSING_TIMEOUT), "Missing required parameter: timeout");
        }
        return new Countdown(scope, timeout(seconds.getAsLong(), wire));
    }

    private static Timeout timeout(long seconds, WireAssumptions wire) {
        if (seconds != (int) seconds) {
            throw Refusal.badRequest(wire.label(BodyFault.UNREADABLE), "timeout is not a 32-bit integer");
        }
        if (seconds != 0 && seconds < 5) {
            throw Refusal.badRequest(wire.label(BodyFault.TIMEOUT_OUT_OF_RANGE), "timeout must be 0 or at least 5");
        }
        return Timeout.ofSeconds((int) seconds);
    }

    private Scope scope(RequestBody body, WireAssumptions wire) {
        for (String name : foreignNames) {
            if (wire.refusesForeignNames() && body.text(name).isPresent()) {
                throw Refusal.badRequest(
                        wire.label(BodyFault.FOREIGN_NAME), exchange.market() + " has no such parameter: " + name);
            }
        }
        try {
            return exchange.market() == ExchangeMarket.SPOT
                    ? body.text(PAIR).map(Scope::pair).orElseGet(Scope::all)
                    : scope(body.text(CONTRACT), own(UNDERLYING, body));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(wire.label(BodyFault.BAD_NAME), String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> own(String name, RequestBody body) {
        return foreignNames.contains(name) ? Optional.empty() : body.text(name);
    }

    private static Scope scope(Optional<String> contract, Optional<String> underlying) {
        if (contract.isPresent()) {
            return underlying
                    .map(name -> Scope.contract(contract.get(), name))
                    .orElseGet(() -> Scope.contract(contract.get()));
        }
        return underlying.map(Scope::underlying).orElseGet(Scope::all);
    }

    private static JsonObject write(Acknowledgement acknowledgement, WireAssumptions wire) {
        long millis = acknowledgement.triggerTime().map(Instant::toEpochMilli).orElse(0L);
        return switch (wire.triggerTimeAs()) {
            case STRING -> new JsonObject().put("triggerTime", Long.toString(millis));
            case NUMBER -> new JsonObject().put("triggerTime", millis);
            case ABSENT -> new JsonObject();
        };
    }
}
