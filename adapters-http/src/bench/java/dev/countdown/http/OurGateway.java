package dev.countdown.http;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/** The gateway as it is. */
final class OurGateway implements Contender {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Countdown countdown = Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(30));
    private final GateCountdownGateway gateway;

    OurGateway(Vertx vertx, URI uri, int inFlight) {
        GateSettings settings =
                GateSettings.of(uri, Credentials.of("key", "secret")).withConnections(inFlight);
        gateway = new GateCountdownGateway(vertx, settings);
    }

    @Override
    public void call(Consumer<Boolean> acknowledged) {
        gateway.submit(countdown, DEADLINE)
                .whenComplete((reply, failure) -> acknowledged.accept(reply instanceof Outcome.Applied));
    }
}
