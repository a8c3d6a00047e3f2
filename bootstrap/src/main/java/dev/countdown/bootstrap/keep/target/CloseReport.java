package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import java.util.Locale;

/** How one countdown was to be closed, and what came of it. */
public record CloseReport(Target target, CloseMode wished, CloseResult result) {

    /** Leaving always succeeds; for all else there is only so much patience. */
    public boolean isAsWished() {
        return wished == CloseMode.EXPIRE || (result.mode() == wished && result.certain());
    }

    public String complaint() {
        String done = wished == CloseMode.DISARM ? "disarmed" : "shortened";
        return String.format(Locale.ROOT, "countdown: %s: not %s for certain", target.name(), done);
    }
}
