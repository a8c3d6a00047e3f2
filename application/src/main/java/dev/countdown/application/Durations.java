package dev.countdown.application;

import java.time.Duration;

/** What the JDK's durations lack. */
final class Durations {

    private Durations() {}

    /** The nearest to a wish, which may be longer than nanoseconds can count. */
    static Duration within(Duration least, Duration wish, Duration most) {
        Duration atLeast = wish.compareTo(least) < 0 ? least : wish;
        return atLeast.compareTo(most) > 0 ? most : atLeast;
    }
}
