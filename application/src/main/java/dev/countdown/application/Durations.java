package dev.countdown.application;

import java.time.Duration;

/** What the JDK's durations lack. */
final class Durations {

    /** Longer than anything that happens here, and far from where nanoseconds overflow. */
    static final Duration CENTURY = Duration.ofDays(36_500);

    private Durations() {}

    /** A span from outside, cut to a century either way: longer never becomes shorter, whatever is added to it. */
    static Duration bounded(Duration span) {
        return within(CENTURY.negated(), span, CENTURY);
    }

    /** The nearest to a wish, which may be longer than nanoseconds can count. */
    static Duration within(Duration least, Duration wish, Duration most) {
        Duration atLeast = wish.compareTo(least) < 0 ? least : wish;
        return atLeast.compareTo(most) > 0 ? most : atLeast;
    }
}
