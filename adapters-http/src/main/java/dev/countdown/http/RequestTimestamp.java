package dev.countdown.http;

import java.time.Duration;

/**
 * The Timestamp of one request.
 *
 * @param text the literal header
 * @param nanos the same moment of the exchange's clock as far as we know it, not backdated
 * @param validFor how long after signing the exchange can still accept it
 */
record RequestTimestamp(String text, long nanos, Duration validFor) {}
