package dev.countdown.http;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One {@code GET /spot/time} on a connection of its own, which is closed after it. No key goes with it. Its reply has another
 * shape than that to a countdown, and is refused if it has not. Lives on the gateway's event loop.
 */
final class ServerTimeRequest {

    private final Vertx vertx;
    private final Scheduler clock;
    private final SeenReplies heardReplies;
    private final Promise<Optional<ExchangeTime>> answer = Promise.promise();

    ServerTimeRequest(Vertx vertx, Scheduler clock, SeenReplies heardReplies) {
        this.vertx = vertx;
        this.clock = clock;
        this.heardReplies = heardReplies;
    }

    /** Never fails; empty if there is no answer in time, or none that tells the time. */
    Future<Optional<ExchangeTime>> send(Connector connector, Duration limit) {
        long timer = vertx.setTimer(limit.toMillis(), late -> end());
        connector.connect(limit).onComplete(this::connected, failure -> end());
        return answer.future().andThen(done -> vertx.cancelTimer(timer));
    }

    private void connected(PooledConnection connection) {
        answer.future().onComplete(done -> connection.close());
        ClockReading asked = clock.read();
        connection.askTime().onComplete(reply -> answer.tryComplete(read(asked, reply)), failure -> end());
    }

    private void end() {
        answer.tryComplete(Optional.empty());
    }

    private Optional<ExchangeTime> read(ClockReading asked, WireReply reply) {
        ClockReading heard = clock.read();
        if (heardReplies.noteTime(reply, asked, heard).isPresent()) {
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
