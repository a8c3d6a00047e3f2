package dev.countdown.bootstrap.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A moment that lies ahead, for people. */
public final class Moment {

    /** How much later than its timeout a countdown can fire at the latest: the exchange's granularity, and drift. */
    private static final Duration GRANULARITY = Duration.ofSeconds(2);

    private Moment() {}

    /** The same for a countdown of this timeout, which fires at the latest then; why, if that is later than its timeout. */
    public static String latest(Instant now, Duration left, Duration timeout) {
        boolean late = left.compareTo(timeout.plus(GRANULARITY)) > 0;
        return text(now, left) + " at the latest"
                + (late ? ", because an attempt without an answer may still be applied" : "");
    }

    /** Such as {@code 2026-11-26T18:03:22Z (in 12.3 s)}; the seconds are rounded up. */
    public static String text(Instant now, Duration left) {
        return now.plus(left).plusMillis(999).truncatedTo(ChronoUnit.SECONDS) + " (in " + DurationText.text(left) + ")";
    }
}
