package dev.countdown.http;

import dev.countdown.domain.Countdown;
import java.time.Duration;

/**
 * A request that may have reached the exchange.
 *
 * @param countdown what it asked for
 * @param stamp what it was signed with
 * @param at when it was sent, on our monotonic clock
 * @param fence how long after its submission the exchange can still apply it
 */
record Sent(Countdown countdown, Stamp stamp, long at, Duration fence) {}
