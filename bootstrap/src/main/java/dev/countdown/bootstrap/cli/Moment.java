package dev.countdown.bootstrap.cli;

import dev.countdown.application.RenewalPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A moment that lies ahead, for people. */
public final class Moment {

    /** Of both clocks, at most. */
    private static final Duration DRIFT = Duration.ofSeconds(1);

    private Moment() {}

    /** The same for a countdown of this policy, which fires at the latest then; why, if that is later than its timeout allows. */
    public static String latest(Instant now, Duration left, RenewalPolicy policy) {
        Duration usual = policy.timeout().toDuration().plus(policy.granularity());
        boolean late = left.compareTo(usual.plus(DRIFT)) > 0;
        return text(now, left) + " at the latest"
                + (late ? ", because an attempt without an answer may still be applied" : "");
    }

    /** Such as {@code 2026-11-26T18:03:22Z (in 12.3 s)}; the seconds are rounded up. */
    public static String text(Instant now, Duration left) {
        return now.plus(left).plusMillis(999).truncatedTo(ChronoUnit.SECONDS) + " (in " + DurationText.text(left) + ")";
    }
}
