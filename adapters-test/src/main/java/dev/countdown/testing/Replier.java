package dev.countdown.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.UUID;

/** Answers one request over HTTP, with the headers that Gate adds and the faults that befall the reply. */
final class Replier {

    private final HttpServerRequest request;
    private final InMemoryExchange exchange;
    private volatile long receivedMillis;

    Replier(HttpServerRequest request, InMemoryExchange exchange) {
        this.request = request;
        this.exchange = exchange;
    }

    /** The exchange takes notice of the request now. */
    void received() {
        receivedMillis = exchange.now().toEpochMilli();
    }

    void send(Answer answer) {
        HttpServerResponse response = head(answer);
        if (!response.ended() && !response.closed()) {
            response.end(answer.body());
        }
    }

    void sendAndClose(Answer answer) {
        HttpServerResponse response = head(answer).putHeader("Connection", "close");
        if (!response.ended() && !response.closed()) {
            response.end(answer.body()).onComplete(done -> request.connection().close());
        }
    }

    void send(Answer answer, List<Fault> ofReply) {
        Trip trip = new Trip(ofReply);
        Answer sent = trip.has(Fault.Html.class) ? Answer.html(502, "Bad Gateway") : answer;
        if (trip.has(Fault.Truncate.class)) {
            sent = sent.withBody(sent.body().substring(0, sent.body().length() / 2));
        }
        Answer last = sent;
        trip.find(Fault.Reset.class).ifPresentOrElse(reset -> sendPart(last, reset.bytes()), () -> send(last));
    }

    private void sendPart(Answer answer, int bytes) {
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

    private HttpServerResponse head(Answer answer) {
        HttpServerResponse response =
                request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
        response.putHeader("X-In-Time", micros(receivedMillis))
                .putHeader("X-Out-Time", micros(exchange.now().toEpochMilli()))
                .putHeader("X-Gate-Trace-ID", UUID.randomUUID().toString().replace("-", ""));
        answer.headers().forEach(response::putHeader);
        return response;
    }

    static String micros(long millis) {
        return Long.toString(millis * 1000);
    }
}
