package com.example.desk.wiring;

import dev.countdown.application.CountdownGateway;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import io.vertx.core.Vertx;
import java.net.URI;

/** The one place of this platform that knows that the exchange is reached over HTTP. */
public final class LiveGateways {

    private LiveGateways() {}

    public static CountdownGateway connect(Vertx vertx, URI exchange, String key, String secret) {
        return new GateCountdownGateway(vertx, GateSettings.of(exchange, Credentials.of(key, secret)));
    }
}
