package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.bootstrap.cli.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How one countdown was to be closed, and what came of it.
 *
 * @param at when it was closed
 * @param fired whether the switch has certainly fired, so that there are no orders
 * @param openLapse an earlier firing, proven or possible, that nobody has reconciled
 */
public record CloseReport(
        Target target, CloseMode wished, CloseResult result, Instant at, boolean fired, OptionalLong openLapse) {

    /** The 5 s, the exchange's granularity, and as much for the drift of clocks. */
    private static final Duration SOON = Duration.ofSeconds(7);

    /** Leaving always succeeds; for all else there is only so much patience. */
    public boolean isAsWished() {
        return wished == CloseMode.EXPIRE || (result.mode() == wished && result.certain());
    }

    /** Whether nobody has to look at the orders because of it. */
    public boolean isUneventful() {
        return isAsWished() && !isLate() && !fired && openLapse.isEmpty();
    }

    /** Whether the 5 s were refused, or an earlier request may still put off the firing. */
    private boolean isLate() {
        return wished == CloseMode.EXPIRE_SOON && result.settledAfter().compareTo(SOON) > 0;
    }

    /** What becomes of the orders, for people. */
    public String text() {
        String lapse = openLapse.isPresent() ? "; lapse " + openLapse.getAsLong() + " was not reconciled" : "";
        return "countdown: " + target.name() + ": " + orders() + lapse;
    }

    private String orders() {
        String latest = Moment.text(at, result.settledAfter());
        if (fired) {
            return "the switch fired: its orders are gone";
        }
        if (wished == CloseMode.DISARM) {
            return isAsWished()
                    ? "disarmed: its orders stand, unguarded"
                    : "not disarmed for certain: its orders stand unguarded, or are cancelled by " + latest;
        }
        if (result.settledAfter().isZero()) {
            return "not armed: its orders are not guarded by this process";
        }
        if (!result.certain()) {
            return "not certain to be armed: its orders stand unguarded, or are cancelled by " + latest;
        }
        String shortened = isAsWished() && !isLate() ? "" : "not shortened for certain: ";
        return shortened + "its orders are cancelled by " + Moment.latest(at, result.settledAfter(), target.policy());
    }
}
