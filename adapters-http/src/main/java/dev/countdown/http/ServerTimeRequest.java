package dev.countdown.http;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One {@code GET /spot/time} on a connection of its own, which is closed after it. No key goes with it. Its reply has another
 * shape than that to a countdown, and is refused if it has not. Lives on the gateway's event loop.
 */
final class ServerTimeRequest {

    private final ContextInternal context;
    private final Scheduler clock;
    private final HttpClientInternal client;
    private final GateSettings settings;
    private final SeenReplies seenReplies;
    private final Promise<Optional<ExchangeTime>> answer = Promise.promise();

    ServerTimeRequest(
            ContextInternal context,
            Scheduler clock,
            HttpClientInternal client,
            GateSettings settings,
            SeenReplies seenReplies) {
        this.context = context;
        this.clock = clock;
        this.client = client;
        this.settings = settings;
        this.seenReplies = seenReplies;
    }

    /** Never fails; empty if there is no answer in time, or none that tells the time. */
    Future<Optional<ExchangeTime>> send(Connector connector, Duration limit) {
        long timer = context.setTimer(limit.toMillis(), late -> end());
        connector.connect(limit).onComplete(this::connected, failure -> end());
        return answer.future().andThen(done -> context.owner().cancelTimer(timer));
    }

    private void connected(HttpClientConnection connection) {
        answer.future().onComplete(done -> connection.close());
        if (answer.future().isComplete()) {
            return;
        }
        connection.exceptionHandler(failure -> end());
        connection.closeHandler(closed -> end());
        ClockReading asked = clock.read();
        try {
            Endpoint endpoint = Endpoint.of(settings.baseUri());
            WebClient.wrap(new OneConnection(client, connection), PooledConnection.OPTIONS)
                    .get(endpoint.port(), endpoint.host(), endpoint.timePath())
                    .putHeader(HttpHeaders.ACCEPT.toString(), "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL.toString(), "no-cache")
                    .as(BoundedBody.upTo(settings.maxReplyBytes()))
                    .send()
                    .onComplete(response -> answer.tryComplete(read(asked, response)), failure -> end());
        } catch (Throwable e) {
            end();
        }
    }

    private void end() {
        answer.tryComplete(Optional.empty());
    }

    private Optional<ExchangeTime> read(ClockReading asked, HttpResponse<Buffer> response) {
        ClockReading heard = clock.read();
        WireReply reply = new WireReply(response.statusCode(), response.headers(), response.body());
        if (seenReplies.noteTime(reply, asked, heard).isPresent()) {
            return Optional.empty();
        }
        Optional<ReplyBody> body = reply.json();
        Optional<Long> told = body.flatMap(fields -> ReplyText.unsigned(fields.serverTime(), 13))
                .map(millis -> millis * Nanos.MILLI)
                .filter(ReplyTimes::isPlausible);
        if (reply.status() == 200 && told.isPresent()) {
            Instant shown = Instant.ofEpochSecond(0, told.get());
            return Optional.of(new ExchangeTime(shown, Duration.ofMillis(1), asked, heard));
        }
        return isUnknownPath(reply, body)
                ? ReplyTimes.of(reply.headers()).map(times -> times.between(asked, heard))
                : Optional.empty();
    }

    /** An exchange without this path tells the time in its headers. Other replies could be those to a countdown. */
    private static boolean isUnknownPath(WireReply reply, Optional<ReplyBody> body) {
        return (reply.status() == 404 || reply.status() == 405)
                && body.map(fields -> fields.triggerTime().isEmpty()).orElse(true);
    }
}
