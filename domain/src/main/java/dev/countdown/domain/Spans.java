package dev.countdown.domain;

import java.time.Duration;

/** Spans of the exchange's clock as ours measures them, when either may drift by 500 ppm. */
final class Spans {

    private static final long DRIFT = 2_000;

    private Spans() {}

    static long shortest(Duration span) {
        return span.toNanos() - span.toNanos() / DRIFT;
    }

    static long longest(Duration span) {
        return longest(span.toNanos());
    }

    static long shortest(long nanos) {
        return nanos - nanos / DRIFT;
    }

    static long longest(long nanos) {
        return nanos + nanos / DRIFT;
    }
}
