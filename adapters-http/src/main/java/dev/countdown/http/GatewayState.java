package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Everything that a gateway remembers between requests. Lives on one event loop. */
final class GatewayState {

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
    final TimeRequests times;
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
        ServerTime serverTime = new ServerTime(exchange, heardReplies);
        Addresses addresses = new Addresses(context, endpoint, resolver);
        Connector connector = new Connector(vertx, clock, settings, endpoint, addresses, serverTime);
        lines = new ConnectionPool(context, clock, settings, connector);
        times = new TimeRequests(connector);
    }
}
