package dev.countdown.http;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.http.Endpoint.Addresses;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import dev.countdown.http.TimeRequests.ServerTime;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Applies countdowns through Gate's APIv4, such as {@code POST /options/countdown_cancel_all}, each request signed. It acts
 * for one account in one {@link Market}. Safe for use by many threads and for many requests at once; it works on one event
 * loop of the platform's Vert.x, on which replies are completed, too.
 *
 * <p>A reply that something on the way repeats, or sends one request late, is unknown. It gives itself away by what it has in
 * common with an earlier one (trace id, {@code X-In-Time}, trigger time), or by its time ({@code X-In-Time}, else {@code
 * Date}; trigger time less timeout), which must fit the exchange's clock as known, to within half a second. A first reply
 * that tells a time, and one that does not fit, wait for {@link #exchangeTime}. Where that has no answer and nothing was
 * measured before, the Timestamp of the request stands in: an exchange that accepted it is within 60 s of it.
 *
 * <p>A request that finds every connection in use waits for one, within its deadline. It is sent then without asking anybody:
 * a keeper that was closed meanwhile, or whose strategy died, reckons with it as with any request on its way.
 *
 * <p>Connections are opened as soon as the gateway is made, and one more than needed is kept. Made in a verticle it
 * outlives that one: only {@link #close} and the end of its Vert.x end it.
 */
public final class GateCountdownGateway implements CountdownGateway, AutoCloseable {

    private final GatewayState state;

    /**
     * Makes a gateway, begins to connect and asks for the exchange's time.
     *
     * @param vertx the platform's; the gateway never closes it
     * @param settings where to, as whom, and within which limits
     * @throws IllegalStateException if Vert.x is older than 5.0
     */
    public GateCountdownGateway(Vertx vertx, GateSettings settings) {
        this(vertx, settings, Scheduler.system(), InetAddress::getAllByName);
    }

    GateCountdownGateway(Vertx vertx, GateSettings settings, Scheduler clock, Addresses.Resolver resolver) {
        state = new GatewayState(vertx, settings, clock, resolver);
        state.context.runOnContext(now -> {
            state.connections.start();
            state.warmUp();
        });
    }

    /**
     * Completes once the first connection is open and has answered {@code GET /spot/time}, so that the exchange's clock is known;
     * after 5 s at the latest.
     */
    @Override
    public CompletionStage<@Nullable Void> ready() {
        return state.connections.ready().toCompletionStage();
    }

    /** The {@link Market} of the settings, as its {@code toString()} writes it. */
    @Override
    public String market() {
        return state.settings.market().toString();
    }

    @Override
    public Optional<String> refusal(Scope scope) {
        return state.settings.market().refusal(scope);
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        Objects.requireNonNull(countdown, "countdown");
        Objects.requireNonNull(deadline, "deadline");
        Submission attempt = new Submission(state, countdown, deadline);
        try {
            state.context.runOnContext(now -> attempt.start());
        } catch (RejectedExecutionException e) {
            attempt.outcome().complete(Submission.CLOSED);
        }
        return attempt.outcome().minimalCompletionStage(); // nobody else can end it
    }

    /**
     * Asks {@code GET /spot/time}, without a key and on a connection of its own; where the exchange does not know that path,
     * the time is that of the reply's headers. The stage fails for any other reply, and for one that was heard before or came
     * from a cache, after 5 s at the latest, and once the gateway is closed.
     */
    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        TimeRequests.Question question = new TimeRequests.Question(state.timers, state.clock, deadline);
        try {
            state.context.runOnContext(now -> question.ask(state.times));
        } catch (RejectedExecutionException e) {
            question.fail();
        }
        return question.answer().minimalCompletionStage();
    }

    /**
     * Closes the connections and returns at once; idempotent. What is still on its way ends as unknown; what comes later is
     * not sent, and its reply says that no retry is of use, so that a keeper's close ends at once. It disarms no countdown:
     * those that are armed stay so.
     */
    @Override
    public void close() {
        state.close();
    }

    /** Everything that a gateway remembers between requests. Lives on one event loop. */
    static final class GatewayState {

        private static final int HANDSHAKE_SECONDS = 5;

        final Vertx vertx;
        final Context context;
        final VertxScheduler timers;
        final Scheduler clock;
        final GateSettings settings;
        final Endpoint endpoint;
        final String countdownPath;
        final HttpClientOptions options;
        final RequestSigner signer = new RequestSigner();
        final RequestCodec codec;
        final MeasuredClock exchangeClock;
        final RateLimitReset rateLimit;
        final OutcomeMapper outcomes;
        final ServerTime serverTime;
        final ConnectionPool connections;
        final AttemptTimers attempts;
        final TimeRequests times;
        final FailureLog log;

        GatewayState(Vertx vertx, GateSettings settings, Scheduler clock, Addresses.Resolver resolver) {
            this.vertx = vertx;
            this.timers = new VertxScheduler(vertx);
            this.context = timers.context();
            this.clock = clock;
            this.settings = settings;
            this.endpoint = Endpoint.of(settings.baseUri());
            this.options = options(settings, endpoint);
            countdownPath = endpoint.countdownPath(settings.market());
            codec = new RequestCodec(signer, settings.market(), countdownPath);
            exchangeClock = new MeasuredClock(settings.lifetime());
            rateLimit = new RateLimitReset(exchangeClock);
            SeenReplies seenReplies = new SeenReplies();
            outcomes = new OutcomeMapper(exchangeClock, rateLimit, seenReplies, endpoint.ifNotFound());
            serverTime = new ServerTime(this, seenReplies);
            connections = new ConnectionPool(this, new Addresses(context, endpoint, resolver));
            attempts = new AttemptTimers(timers, clock);
            log = new FailureLog(clock::nanoTime);
            times = new TimeRequests(connections);
        }

        /** Closes the connections. Returns at once; idempotent. */
        void close() {
            try {
                context.runOnContext(now -> connections.close());
            } catch (RejectedExecutionException e) {
                // Vert.x is closed, and with it every connection.
            }
        }

        /** Signs and judges for nobody, while the first connection is opened: the first attempt finds that code loaded. */
        private void warmUp() {
            Countdown nothing = Countdown.disarm(Scope.all());
            ClockReading now = clock.read();
            MeasuredClock ours = new MeasuredClock(Optional.empty());
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-In-Time", now.wallMillis() + "000");
            WireReply reply = new WireReply(200, headers, Buffer.buffer("{\"triggerTime\":\"0\"}"));
            reply.times().ifPresent(time -> ours.measure(time.between(now, now)));
            RequestTimestamp timestamp = ours.timestamp(now);
            SecretKeySpec nobody = new SecretKeySpec(new byte[1], RequestSigner.HMAC);
            signer.sign(codec.encode(nothing).signedPrefix(), timestamp.text(), nobody);
            new OutcomeMapper(ours, new RateLimitReset(ours), new SeenReplies(), "")
                    .judge(new SentRequest(nothing, "", timestamp, now, Duration.ZERO), reply, now);
        }

        private static HttpClientOptions options(GateSettings settings, Endpoint endpoint) {
            HttpClientOptions options = new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_1_1)
                    .setKeepAliveTimeout(0)
                    .setDecompressionSupported(false)
                    .setMaxRedirects(0);
            if (endpoint.tls()) { // only then: Vert.x hashes TLS options for each request
                options.setSsl(true)
                        .setVerifyHost(true)
                        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
                settings.trustedCertificates()
                        .map(TrustedCertificates::read)
                        .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
            }
            return options;
        }
    }
}
