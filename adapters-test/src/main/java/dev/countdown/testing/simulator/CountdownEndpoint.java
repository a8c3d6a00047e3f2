package dev.countdown.testing.simulator;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code POST /options/countdown_cancel_all}. */
final class CountdownEndpoint {

    private final InMemoryExchange exchange;

    CountdownEndpoint(InMemoryExchange exchange) {
        this.exchange = exchange;
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

    private static Countdown read(ReceivedRequest call, WireAssumptions wire) {
        RequestBody body = RequestBody.parse(call.body(), wire.label(BodyFault.UNREADABLE));
        OptionalLong seconds = body.whole("timeout");
        Optional<String> contract = body.text("contract");
        Optional<String> underlying = body.text("underlying");
        if (seconds.isEmpty()) {
            throw Refusal.badRequest(wire.label(BodyFault.MISSING_TIMEOUT), "Missing required parameter: timeout");
        }
        return new Countdown(scope(contract, underlying, wire), timeout(seconds.getAsLong(), wire));
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

    private static Scope scope(Optional<String> contract, Optional<String> underlying, WireAssumptions wire) {
        try {
            if (contract.isPresent()) {
                return underlying
                        .map(name -> Scope.contract(contract.get(), name))
                        .orElseGet(() -> Scope.contract(contract.get()));
            }
            return underlying.map(Scope::underlying).orElseGet(Scope::all);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(wire.label(BodyFault.BAD_NAME), String.valueOf(e.getMessage()));
        }
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
