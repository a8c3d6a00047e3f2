package dev.countdown.http;

import java.time.Duration;

/** Units of time in nanoseconds. */
final class Nanos {

    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private static final Duration CENTURY = Duration.ofDays(36_500);

    private Nanos() {}

    /** A span from outside, cut to a century: longer is never treated as shorter, and nothing that is added to it overflows. */
    static Duration bounded(Duration span) {
        return span.compareTo(CENTURY) > 0 ? CENTURY : span.isNegative() ? Duration.ZERO : span;
    }
}
