package dev.countdown.bootstrap.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A moment that lies ahead, for people. */
public final class Moment {

    private Moment() {}

    /** Such as {@code 2026-11-26T18:03:22Z (in 12.3 s)}; the seconds are rounded up. */
    public static String text(Instant now, Duration left) {
        return now.plus(left).plusMillis(999).truncatedTo(ChronoUnit.SECONDS) + " (in " + DurationText.text(left) + ")";
    }
}
