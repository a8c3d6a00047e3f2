package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a reply says of the exchange's clock, in nanoseconds since the epoch: {@code X-In-Time} (Unix microseconds), or
 * {@code Date} where it is missing. The true time lies in {@code [received, received + resolution]}.
 *
 * @param received when the exchange took the request in; of {@code Date}, when it answered: it says no more
 * @param resolution zero for the exchange's own header, a second for {@code Date}
 */
record ReplyTimes(long received, long resolution) {

    /** From 2017 to 2099: any other time is no clock, or another unit. */
    private static final long EARLIEST = 1_500_000_000 * Nanos.SECOND;

    private static final long LATEST = 4_100_000_000L * Nanos.SECOND;

    private static final CharSequence IN_TIME = HttpHeaders.createOptimized("X-In-Time");

    /** The times of a reply; a header that is no time is as good as none. */
    static Optional<ReplyTimes> of(MultiMap headers) {
        long received = ReplyText.unsigned(headers.get(IN_TIME), 16) * Nanos.MICRO;
        if (isPlausible(received)) {
            return Optional.of(new ReplyTimes(received, 0));
        }
        return date(headers.get(HttpHeaders.DATE)).map(at -> new ReplyTimes(at, Nanos.SECOND));
    }

    boolean isExact() {
        return resolution == 0;
    }

    /** When the exchange took the request in, if it says so to the microsecond. */
    Optional<Instant> exactly() {
        return isExact() ? Optional.of(Instant.ofEpochSecond(0, received)) : Optional.empty();
    }

    /** What they show of the exchange's clock, between two looks at ours. */
    ExchangeTime between(ClockReading sent, ClockReading heard) {
        Instant shown = Instant.ofEpochSecond(0, received);
        return new ExchangeTime(shown, Duration.ofNanos(resolution), sent, heard);
    }

    private static Optional<Long> date(String header) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(date -> date.toEpochSecond())
                    .filter(seconds -> Math.abs(seconds) < Long.MAX_VALUE / Nanos.SECOND)
                    .map(seconds -> seconds * Nanos.SECOND)
                    .filter(ReplyTimes::isPlausible);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether this is a time of an exchange, and not of another unit. */
    static boolean isPlausible(long nanos) {
        return nanos > EARLIEST && nanos < LATEST;
    }
}
