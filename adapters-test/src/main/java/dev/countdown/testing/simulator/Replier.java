package dev.countdown.testing.simulator;

import dev.countdown.testing.Fault;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.RequestFaults;
import dev.countdown.testing.simulator.WireAssumptions.TimeHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Answers one request over HTTP, with the headers that Gate adds and the faults that the reply meets. */
final class Replier {

    private static final String IN_TIME = "X-In-Time";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final HttpServerRequest request;
    private final InMemoryExchange exchange;
    private final EndpointTable api;
    private final AtomicReference<@Nullable EndpointReply> latest;
    private volatile long receivedMillis;

    Replier(
            HttpServerRequest request,
            InMemoryExchange exchange,
            EndpointTable api,
            AtomicReference<@Nullable EndpointReply> latest) {
        this.request = request;
        this.exchange = exchange;
        this.api = api;
        this.latest = latest;
    }

    /** The exchange takes notice of the request now. */
    void received() {
        receivedMillis = exchange.now().toEpochMilli();
    }

    void send(EndpointReply answer) {
        write(timed(answer));
    }

    void sendAndClose(EndpointReply answer) {
        HttpServerResponse response = head(timed(answer)).putHeader("Connection", "close");
        if (!response.ended() && !response.closed()) {
            response.end(answer.body()).onComplete(done -> request.connection().close());
        }
    }

    /** Answers a countdown request. */
    void send(EndpointReply answer, List<Fault> ofReply) {
        RequestFaults trip = new RequestFaults(ofReply);
        EndpointReply sent = timed(trip.has(Fault.Html.class) ? EndpointReply.html(502, "Bad Gateway") : answer);
        if (trip.has(Fault.Truncate.class)) {
            sent = sent.withBody(sent.body().substring(0, sent.body().length() / 2));
        }
        EndpointReply whole = sent;
        if (trip.find(Fault.Stall.class).isPresent()) {
            stall(whole, trip.find(Fault.Stall.class).get().bytes());
            return;
        }
        trip.find(Fault.Reset.class)
                .ifPresentOrElse(
                        reset -> sendPart(whole, reset.bytes()), () -> sendWhole(whole, trip.has(Fault.Lag.class)));
    }

    private void sendWhole(EndpointReply own, boolean late) {
        EndpointReply before = latest.getAndSet(own);
        write(late && before != null ? before : own);
    }

    boolean canBeReplayed() {
        return latest.get() != null;
    }

    /** Answers a countdown request with the latest reply to an earlier one. */
    void replay() {
        Optional.ofNullable(latest.get()).ifPresent(this::write);
    }

    private void write(EndpointReply answer) {
        HttpServerResponse response = head(answer);
        if (!response.ended() && !response.closed()) {
            response.end(answer.body());
        }
    }

    private void sendPart(EndpointReply answer, int bytes) {
        Buffer whole = Buffer.buffer(answer.body());
        int part = Math.min(bytes, whole.length() - 1); // a whole reply would be no fault
        if (part <= 0) {
            request.connection().close();
            return;
        }
        head(answer)
                .putHeader("Content-Length", Integer.toString(whole.length()))
                .write(whole.slice(0, part))
                .onComplete(done -> request.connection().close());
    }

    /** Nothing more comes, and the connection stays open. */
    private void stall(EndpointReply answer, int bytes) {
        Buffer whole = Buffer.buffer(answer.body());
        head(answer)
                .putHeader("Content-Length", Integer.toString(whole.length()))
                .write(whole.slice(0, Math.min(bytes, whole.length() - 1)));
    }

    /** The answer with the headers that say when it was made. */
    private EndpointReply timed(EndpointReply answer) {
        return timed(answer, receivedMillis, exchange.now(), api.wire().timeHeaders());
    }

    static EndpointReply timed(EndpointReply answer, long receivedMillis, Instant now, TimeHeaders form) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        String received = headers.getOrDefault(IN_TIME, micros(receivedMillis));
        headers.remove(IN_TIME);
        switch (form) {
            case EXACT -> {
                headers.put(IN_TIME, received);
                headers.put("X-Out-Time", micros(now.toEpochMilli()));
                headers.put("X-Gate-Trace-ID", UUID.randomUUID().toString().replace("-", ""));
            }
            case DATE -> headers.put("Date", DATE.format(now));
            case NONE -> {}
        }
        return answer.withOnly(headers);
    }

    private HttpServerResponse head(EndpointReply answer) {
        HttpServerResponse response =
                request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
        answer.headers().forEach(response::putHeader);
        return response;
    }

    static String micros(long millis) {
        return Long.toString(millis * 1000);
    }
}
