package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import java.time.Duration;

/**
 * A request that may have reached the exchange.
 *
 * @param countdown what it asked for
 * @param key as whom
 * @param stamp what it was signed with
 * @param at both our clocks, before it was sent
 * @param fence how long after its submission the exchange can still apply it
 */
record SentRequest(
        Countdown countdown, String key, Timestamps.RequestTimestamp stamp, ClockReading at, Duration fence) {

    private static final int SHORTEST_REAL_KEY = 16;

    /** What the exchange wrote, fit for a log: on one line, and without the key that it may quote. */
    String clean(String text) {
        return ReplyText.oneLine(key.length() < SHORTEST_REAL_KEY ? text : text.replace(key, "(key)"));
    }
}
