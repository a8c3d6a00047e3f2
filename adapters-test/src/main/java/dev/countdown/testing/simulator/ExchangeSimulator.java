package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeAssumptions;
import dev.countdown.testing.FaultPlan;
import dev.countdown.testing.FaultScript;
import dev.countdown.testing.FaultyLine;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An {@link InMemoryExchange} with all its markets behind HTTP on loopback that passes for Gate's: signatures checked, order
 * endpoints, rate limits, errors, faults on demand. What Gate does not say is assumed: {@link ExchangeAssumptions} and {@link
 * WireAssumptions}. Faults meet countdown requests only, so that a test can always read the orders.
 *
 * <p>Outside the exchange's path a test may ask {@code GET /sim/countdowns?market=}, {@code /sim/fired?market=} and {@code
 * /sim/requests}, and {@code POST /sim/faults} and {@code /sim/restart?keepTimers=}. Safe for use by many threads; never start or close it
 * on a Vert.x event loop.
 */
public final class ExchangeSimulator implements AutoCloseable {

    private static final int MAX_BODY = 64 * 1024;
    private static final int IDLE_SECONDS = 75;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InMemoryExchange exchange;
    private final EndpointTable api;
    private final FaultyLine line;
    private final RequestLog log = new RequestLog();
    private final AtomicReference<@Nullable EndpointReply> latest = new AtomicReference<>();
    private final SimEndpoints sim;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final int port;

    private ExchangeSimulator(InMemoryExchange exchange, int port, SimulatorSettings settings) {
        this.exchange = exchange;
        this.api = new EndpointTable(exchange, settings);
        this.line = new FaultyLine(exchange.clock().scheduler(), FaultPlan.NONE, this::restart);
        this.sim = new SimEndpoints(exchange, log, this::faults, this::restart);
        this.port = listen(port);
    }

    /**
     * Starts a simulator that knows {@link ApiKey#DEMO}.
     *
     * @param exchange what it gives access to; whichever market this is, it serves all
     * @param port of 127.0.0.1; 0 for any that is free
     * @return once it listens
     * @throws IllegalStateException if it cannot listen there, or the thread is interrupted
     */
    public static ExchangeSimulator start(InMemoryExchange exchange, int port) {
        return start(exchange, port, SimulatorSettings.DEFAULTS);
    }

    /**
     * Starts a simulator.
     *
     * @param exchange what it gives access to; whichever market this is, it serves all
     * @param port of 127.0.0.1; 0 for any that is free
     * @param settings keys and assumptions
     * @return once it listens
     * @throws IllegalStateException if it cannot listen there, or the thread is interrupted
     */
    public static ExchangeSimulator start(InMemoryExchange exchange, int port, SimulatorSettings settings) {
        return new ExchangeSimulator(exchange, port, settings);
    }

    /**
     * Where the exchange's API is.
     *
     * @return {@code http://127.0.0.1:PORT/api/v4}
     */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port + ReceivedRequest.PREFIX);
    }

    /**
     * Changes the faults of countdown requests from the next one on; a silence ends.
     *
     * @param faults which request meets which faults
     */
    public void faults(FaultPlan faults) {
        line.plan(faults);
    }

    /**
     * Changes the faults as {@code POST /sim/faults} does: all that are not named end, but {@code triggerTimeAs}, {@code
     * timeHeaders}, {@code serverTime}, {@code clockOffsetMs} and {@code granularityMs} stay as they are unless they are
     * named. Another {@code clockOffsetMs} is a step of the exchange's clock.
     *
     * @param json an object such as {@code {"delayMs":200,"dropAfter":0.05,"seed":7}} or {@code {"script":"3: lose-after"}},
     *     in the language of {@link FaultScript#parse}
     * @throws IllegalArgumentException if a field is unknown, or its value is not allowed; nothing has changed then
     * @throws io.vertx.core.json.DecodeException if it is not a JSON object
     */
    public void faults(String json) {
        faults(new JsonObject(json));
    }

    private void faults(JsonObject json) {
        FaultJson faults = new FaultJson(json);
        // All is read before anything is changed: what is refused must not be applied in part.
        FaultPlan plan = faults.plan();
        WireAssumptions wire = faults.wire(api.wire());
        Optional<Duration> clockOffset = faults.clockOffset();
        Optional<ExchangeAssumptions> assumptions =
                faults.granularity().map(period -> exchange.assumptions().withCheckPeriod(period));
        api.wire(wire);
        clockOffset.ifPresent(exchange::clockOffset);
        assumptions.ifPresent(exchange::assume);
        line.plan(plan);
    }

    /**
     * Changes what the HTTP looks like.
     *
     * @param assumptions in force from the next request on
     */
    public void wire(WireAssumptions assumptions) {
        api.wire(assumptions);
    }

    /**
     * The latest 20,000 requests to the exchange's API.
     *
     * @return oldest first
     */
    public List<SeenRequest> requests() {
        return log.list();
    }

    /**
     * Restarts the exchange: every connection breaks, soon after this returns.
     *
     * @param keepTimers whether the countdowns survive
     */
    public void restart(boolean keepTimers) {
        exchange.restart(keepTimers);
        // Later, so that the client that asked over HTTP hears the answer.
        vertx.runOnContext(later -> connections.forEach(HttpConnection::close));
    }

    /**
     * Stops listening and breaks every connection. The exchange goes on: its countdowns run, and requests that a fault
     * delays are applied when they are due. Idempotent.
     *
     * @throws IllegalStateException if that takes more than 10 s, or the thread is interrupted
     */
    @Override
    public void close() {
        BlockingCalls.await("close", vertx.close(), PATIENCE);
    }

    private int listen(int wanted) {
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setAcceptBacklog(4096)
                .setHttp2ClearTextEnabled(false);
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::receive);
        try {
            return BlockingCalls.await("listen on port " + wanted, server.listen(wanted, "127.0.0.1"), PATIENCE)
                    .actualPort();
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        Replier replier = new Replier(request, exchange, api, latest);
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY) {
                request.handler(ignored -> {}).endHandler(ignored -> {});
                replier.sendAndClose(EndpointReply.error(413, "INVALID_REQUEST_BODY", "body is too long"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> handle(
                new ReceivedRequest(
                        request.method().name(),
                        request.path() == null ? "" : request.path(),
                        request.query() == null ? "" : request.query(),
                        request.headers(),
                        body),
                replier));
    }

    private void handle(ReceivedRequest call, Replier replier) {
        replier.received();
        if (call.path().equals("/sim/restart")) {
            replier.sendAndClose(sim.answer(call));
            return;
        }
        if (call.path().startsWith("/sim/")) {
            replier.send(sim.answer(call));
            return;
        }
        Instant arrival = exchange.now(); // once, since a test may let time pass as soon as the log has it
        ServedRequest request = new ServedRequest(call, arrival, exchange, api, log.add(call, arrival), replier);
        if (EndpointTable.isCountdown(call)) {
            line.carry(request);
        } else {
            request.apply(false, () -> request.answered(List.of()));
        }
    }
}
