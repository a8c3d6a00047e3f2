package dev.countdown.testing.simulator;

import dev.countdown.testing.Deviation;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Map;

/**
 * What {@link ExchangeSimulator} answers, without HTTP: for tests in virtual time. A call is answered in the caller's thread.
 * Safe for use by many threads.
 */
public final class SimulatorCalls {

    private final InMemoryExchange exchange;
    private final EndpointTable api;

    /**
     * Begins to answer.
     *
     * @param exchange what it gives access to, with all its markets
     * @param settings keys and assumptions
     */
    public SimulatorCalls(InMemoryExchange exchange, SimulatorSettings settings) {
        this.exchange = exchange;
        this.api = new EndpointTable(exchange, settings);
    }

    /**
     * What comes back.
     *
     * @param status of HTTP
     * @param headers with their names as Gate writes them
     * @param body JSON
     */
    public record Reply(int status, Map<String, String> headers, String body) {}

    /**
     * Answers a request.
     *
     * @param method of HTTP
     * @param path with {@code /api/v4}, without the query
     * @param query as in the URL; empty for none
     * @param headers of the request
     * @param body JSON; empty for none
     * @param arrived when it reached the exchange, where that is not now
     * @return the reply
     */
    public Reply answer(
            String method, String path, String query, Map<String, String> headers, String body, Instant arrived) {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        Instant now = exchange.now();
        boolean onArrival = exchange.assumptions().has(Deviation.AGE_CHECKED_ON_ARRIVAL);
        EndpointReply answer = api.answer(
                new ReceivedRequest(method, path, query, sent, Buffer.buffer(body)), onArrival ? arrived : now);
        EndpointReply whole = Replier.timed(
                answer, now.toEpochMilli(), exchange.now(), api.wire().timeHeaders());
        return new Reply(whole.status(), whole.headers(), whole.body());
    }
}
