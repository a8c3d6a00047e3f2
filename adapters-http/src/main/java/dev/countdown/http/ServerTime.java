package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the exchange's clock from the reply to {@code GET /spot/time}, and tells the gateway's clock. That reply has another
 * shape than one to a countdown, and is refused if it has not. For one thread.
 */
final class ServerTime {

    private final MeasuredClock clock;
    private final SeenReplies seen;
    private Optional<ExchangeTime> latest = Optional.empty();

    ServerTime(MeasuredClock clock, SeenReplies seen) {
        this.clock = clock;
        this.seen = seen;
    }

    /** The time that a reply proves; empty if it proves none. */
    Optional<ExchangeTime> heard(ClockReading asked, WireReply reply, ClockReading heard) {
        Optional<ExchangeTime> told = read(asked, reply, heard);
        Optional<ExchangeTime> news = told.filter(this::isNews);
        latest = told.or(() -> latest);
        news.ifPresent(clock::measure);
        return news;
    }

    private Optional<ExchangeTime> read(ClockReading asked, WireReply reply, ClockReading heard) {
        if (seen.noteTime(reply, asked, heard).isPresent()) {
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

    /** A clock that stands still while ours goes on is none: something repeats an old answer. */
    private boolean isNews(ExchangeTime told) {
        return latest.filter(before -> before.shown().equals(told.shown())
                        && told.from().monotonicSince(before.to())
                                > told.resolution().toNanos())
                .isEmpty();
    }
}
