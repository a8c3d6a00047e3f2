package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import java.util.Optional;

/**
 * How a keep session ends.
 *
 * @param mode how each countdown is closed; empty for each target's own choice
 * @param code the exit code
 * @param message for standard error; empty if there is nothing to say
 */
record Ending(Optional<CloseMode> mode, int code, String message) {

    /** As each target chose for an orderly end. */
    static Ending orderly(int code) {
        return new Ending(Optional.empty(), code, "");
    }

    static Ending closing(CloseMode mode, int code, String message) {
        return new Ending(Optional.of(mode), code, message);
    }
}
