package dev.countdown.http;

import dev.countdown.application.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Everything that a gateway remembers between requests. Lives on one event loop. */
final class GatewayState {

    /** No answer for the exchange's time is awaited for longer. */
    static final Duration SERVER_TIME_LIMIT = Duration.ofSeconds(5);

    private static final int HANDSHAKE_SECONDS = 5;

    final ContextInternal context;
    final Scheduler clock;
    final GateSettings settings;
    final RequestSigner signer = new RequestSigner();
    final RequestCodec codec;
    final MeasuredClock exchangeClock = new MeasuredClock();
    final Timestamps timestamps;
    final RateLimitReset rateLimit;
    final OutcomeMapper outcomes;
    final ConnectionPool connections;
    final ServerTime serverTime;
    final FailureLog log = new FailureLog();

    GatewayState(Vertx vertx, GateSettings settings, Scheduler clock, Addresses.Resolver resolver) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.clock = clock;
        this.settings = settings;
        Endpoint endpoint = Endpoint.of(settings.baseUri());
        codec = new RequestCodec(signer, endpoint.countdownPath());
        timestamps = new Timestamps(exchangeClock, settings.lifetime());
        rateLimit = new RateLimitReset(exchangeClock);
        SeenReplies seenReplies = new SeenReplies();
        outcomes = new OutcomeMapper(exchangeClock, rateLimit, seenReplies, endpoint.ifNotFound());
        HttpClientInternal client = client(context, options(settings, endpoint));
        Connector connector = new Connector(context, client, endpoint, resolver);
        connections = new ConnectionPool(context, clock, settings, client, connector);
        serverTime = new ServerTime(
                exchangeClock,
                () -> new ServerTimeRequest(context, clock, client, settings, seenReplies)
                        .send(connector, SERVER_TIME_LIMIT));
    }

    /** Built as if on our own context: one that is built on a verticle's is closed when that verticle is undeployed. */
    private static HttpClientInternal client(ContextInternal context, HttpClientOptions options) {
        Vertx vertx = context.owner();
        ContextInternal caller = context.beginDispatch();
        try {
            return (HttpClientInternal) vertx.httpClientBuilder().with(options).build();
        } finally {
            context.endDispatch(caller);
        }
    }

    private static HttpClientOptions options(GateSettings settings, Endpoint endpoint) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setSsl(endpoint.tls())
                .setVerifyHost(true)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setDecompressionSupported(false)
                .setMaxRedirects(0);
        settings.trustedCertificates()
                .map(TrustedCertificates::read)
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        return options;
    }
}
