package dev.countdown.http;

import dev.countdown.application.Outcome;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import java.time.Duration;

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

    /** Its outcome where nothing proves whether it was applied. */
    Outcome.Unknown unknown(String cause) {
        return new Outcome.Unknown(cause, mayApplyFor);
    }

    /** What the exchange wrote, fit for a log: on one line, and without the key that it may quote. */
    String clean(String text) {
        return ReplyText.oneLine(key.length() < SHORTEST_REAL_KEY ? text : text.replace(key, "(key)"));
    }
}
