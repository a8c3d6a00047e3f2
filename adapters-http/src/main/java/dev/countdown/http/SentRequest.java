package dev.countdown.http;

import dev.countdown.application.Outcome;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that may have reached the exchange.
 *
 * @param countdown what it asked for
 * @param key as whom
 * @param timestamp what it was signed with
 * @param at both our clocks, before it was sent
 * @param mayApplyFor how long after its submission the exchange can still apply it
 */
record SentRequest(Countdown countdown, String key, RequestTimestamp timestamp, ClockReading at, Duration mayApplyFor) {

    private static final int SHORTEST_REAL_KEY = 16;
    private static final long SLACK = 2 * Nanos.SECOND;
    private static final long MAX_MILLIS = Long.MAX_VALUE / Nanos.MILLI;

    /** Its outcome where nothing proves whether it was applied. */
    Outcome.Unknown unknown(String cause) {
        return new Outcome.Unknown(cause, mayApplyFor);
    }

    /** What the exchange wrote, fit for a log: on one line, and without the key that it may quote. */
    String clean(String text) {
        return clean(text, key);
    }

    static String clean(String text, String key) {
        return ReplyText.oneLine(key.length() < SHORTEST_REAL_KEY ? text : text.replace(key, "(key)"));
    }

    /**
     * Whether a trigger time can be the answer to this very request: 0 to a disarm; else, where the reply's headers tell the
     * exchange's time, that time + timeout to within 2 s and the round trip. Whether it answers an older request is not asked
     * here: see {@link MeasuredClock#admits}.
     */
    boolean isAnsweredBy(long triggerMillis, Optional<ReplyTimes> times, long roundTrip) {
        if (countdown.isDisarm()) {
            return triggerMillis == 0;
        }
        if (triggerMillis > MAX_MILLIS) {
            return false;
        }
        long applied = triggerMillis * Nanos.MILLI - countdown.timeout().seconds() * Nanos.SECOND;
        if (times.isEmpty() || !ReplyTimes.isPlausible(applied)) {
            return ReplyTimes.isPlausible(applied);
        }
        long most = SLACK + roundTrip + times.get().resolution();
        return Math.abs(applied - times.get().received()) <= most;
    }

    /** When the exchange applied this arm, by its trigger time; a whole second may have been cut. */
    ExchangeTime applied(Instant trigger, ClockReading heard) {
        boolean whole = trigger.toEpochMilli() % 1_000 == 0;
        Instant shown = trigger.minus(countdown.timeout().toDuration());
        return new ExchangeTime(shown, whole ? Duration.ofSeconds(1) : Duration.ZERO, at, heard);
    }
}
