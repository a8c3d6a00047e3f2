package dev.countdown.http;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a reply says of the exchange's clock, in nanoseconds since the epoch: {@code X-In-Time} and {@code X-Out-Time}
 * (Unix microseconds), or {@code Date} where they are missing. Each true time lies in {@code [time, time + resolution]}.
 *
 * @param received when the exchange took the request in; of {@code Date}, when it answered: it says no more
 * @param answered when it sent the reply
 * @param resolution zero for the exchange's own headers, a second for {@code Date}
 */
record ReplyTimes(long received, long answered, long resolution) {

    /** 2017: whatever is older is no clock, or another unit. */
    private static final long EARLIEST = 1_500_000_000L * Nanos.SECOND;

    /** 2099. */
    private static final long LATEST = 4_100_000_000L * Nanos.SECOND;

    /** The times of a reply; a header that is no time is as good as none. */
    static Optional<ReplyTimes> of(MultiMap headers) {
        Optional<Long> in = micros(headers.get("X-In-Time"));
        if (in.isPresent()) {
            long received = in.get();
            long answered = micros(headers.get("X-Out-Time")).orElse(received);
            return Optional.of(new ReplyTimes(received, Math.max(received, answered), 0));
        }
        return date(headers.get("Date")).map(at -> new ReplyTimes(at, at, Nanos.SECOND));
    }

    /** The latest moment at which the exchange can have taken the request in. */
    long receivedBy() {
        return received + resolution;
    }

    private static Optional<Long> micros(String header) {
        return Texts.unsigned(header, 17).map(text -> text * Nanos.MICRO).filter(ReplyTimes::plausible);
    }

    private static Optional<Long> date(String header) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(date -> date.toEpochSecond())
                    .filter(seconds -> seconds > EARLIEST / Nanos.SECOND && seconds < LATEST / Nanos.SECOND)
                    .map(seconds -> seconds * Nanos.SECOND);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean plausible(long nanos) {
        return nanos > EARLIEST && nanos < LATEST;
    }
}
