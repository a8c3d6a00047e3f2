package dev.countdown.application;

import java.time.Duration;

/** What the JDK's durations lack. */
public final class Durations {

    /** Longer than anything that happens here, and far from where nanoseconds overflow. */
    public static final Duration CENTURY = Duration.ofDays(36_500);

    private static final Duration CENTURY_BACK = CENTURY.negated();

    private Durations() {}

    /**
     * A span from outside, cut to a century either way: longer never becomes shorter, also where something is added.
     *
     * @param span any
     * @return the span, or a century
     */
    public static Duration bounded(Duration span) {
        return within(CENTURY_BACK, span, CENTURY);
    }

    /**
     * The nearest to a wish, which may be longer than nanoseconds can count.
     *
     * @param least not above the most
     * @param wish any
     * @param most not below the least
     * @return the wish, or the bound that it exceeds
     */
    public static Duration within(Duration least, Duration wish, Duration most) {
        Duration atLeast = wish.compareTo(least) < 0 ? least : wish;
        return atLeast.compareTo(most) > 0 ? most : atLeast;
    }
}
