package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Everything that a gateway remembers between requests. Lives on one event loop. */
final class GatewayState {

    /** No answer for the exchange's time is awaited for longer. */
    static final Duration SERVER_TIME_LIMIT = Duration.ofSeconds(5);

    final Vertx vertx;
    final Context context;
    final Scheduler clock;
    final GateSettings settings;
    final RequestSigner signer = new RequestSigner();
    final RequestCodec codec;
    final MeasuredClock exchange = new MeasuredClock();
    final Timestamps timestamps;
    final RateLimitReset limit;
    final OutcomeMapper judge;
    final ConnectionPool lines;
    final ServerTime serverTime;
    final FailureLog log = new FailureLog();

    GatewayState(Vertx vertx, GateSettings settings, Scheduler clock, Addresses.Resolver resolver) {
        this.vertx = vertx;
        this.context = VertxScheduler.eventLoop(vertx);
        this.clock = clock;
        this.settings = settings;
        Endpoint endpoint = Endpoint.of(settings.baseUri());
        codec = new RequestCodec(signer, endpoint.countdownPath());
        timestamps = new Timestamps(exchange, settings.lifetime());
        limit = new RateLimitReset(exchange);
        SeenReplies heardReplies = new SeenReplies();
        judge = new OutcomeMapper(exchange, limit, heardReplies, endpoint.ifNotFound());
        Connector connector =
                new Connector(vertx, clock, settings, endpoint, new Addresses(context, endpoint, resolver));
        lines = new ConnectionPool(context, clock, settings, connector);
        serverTime = new ServerTime(
                exchange, () -> new ServerTimeRequest(vertx, clock, heardReplies).send(connector, SERVER_TIME_LIMIT));
    }
}
