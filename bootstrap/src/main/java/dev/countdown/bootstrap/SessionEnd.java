package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import java.util.function.Function;

/**
 * How a keep session ends.
 *
 * @param mode how each countdown is closed
 * @param code the exit code
 * @param message for standard error; empty if there is nothing to say
 */
record SessionEnd(Function<Target, CloseMode> mode, int code, String message) {

    /** As each target chose for an orderly end. */
    static SessionEnd orderly(int code) {
        return new SessionEnd(Target::onExit, code, "");
    }

    /** After a death of the strategy. */
    static SessionEnd death(int code, String message) {
        return new SessionEnd(Target::onDeath, code, message);
    }

    /** Nothing of ours is guarded: what may have been armed guards the orders of an earlier process. */
    static SessionEnd givenUp(int code, String message) {
        return new SessionEnd(target -> CloseMode.EXPIRE, code, message);
    }
}
