package dev.countdown.domain;

import java.time.Duration;

/**
 * Spans of the exchange's clock as ours measures them, when either may drift by 500 ppm. A span that comes in from outside
 * may be longer than nanoseconds can count: it is cut to a century here, so that longer never becomes shorter.
 */
final class ClockDrift {

    private static final long DRIFT = 2_000;
    static final Duration LONGEST = Duration.ofDays(36_525);
    private static final Duration LONGEST_BACK = LONGEST.negated();

    private ClockDrift() {}

    static long shortest(Duration span) {
        return shortest(nanos(span));
    }

    static long longest(Duration span) {
        return longest(nanos(span));
    }

    static long shortest(long nanos) {
        return nanos - drift(nanos);
    }

    static long longest(long nanos) {
        return nanos + drift(nanos);
    }

    /** Of a span that another machine measured, what is certain here: its clock and ours may drift apart twice as far. */
    static long shortestOfAnother(Duration span) {
        long nanos = nanos(span);
        return nanos - nanos / (DRIFT / 2) - 1;
    }

    /** By how much the two clocks may run apart in a span. */
    static long drift(long nanos) {
        return nanos / DRIFT;
    }

    static long nanos(Duration span) {
        if (span.compareTo(LONGEST) > 0) {
            return LONGEST.toNanos();
        }
        return span.compareTo(LONGEST_BACK) < 0 ? -LONGEST.toNanos() : span.toNanos();
    }
}
