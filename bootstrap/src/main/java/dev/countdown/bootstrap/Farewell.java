package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Closure;
import java.util.Locale;

/** How one countdown was to be closed, and what came of it. */
record Farewell(Target target, CloseMode wished, Closure closure) {

    /** Leaving always succeeds; for all else there is only so much patience. */
    boolean isAsWished() {
        return wished == CloseMode.LEAVE || (closure.mode() == wished && closure.certain());
    }

    String complaint() {
        String done = wished == CloseMode.CANCEL ? "cancelled" : "hastened";
        return String.format(Locale.ROOT, "countdown: %s: not %s for certain", target.name(), done);
    }
}
