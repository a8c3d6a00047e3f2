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
record Ending(Function<Target, CloseMode> mode, int code, String message) {

    /** As each target chose for an orderly end. */
    static Ending orderly(int code) {
        return new Ending(Target::onExit, code, "");
    }

    /** After a death of the strategy. */
    static Ending death(int code, String message) {
        return new Ending(Target::onDeath, code, message);
    }

    /** Nothing of ours is guarded: what may have been armed guards the orders of an earlier process. */
    static Ending givenUp(int code, String message) {
        return new Ending(target -> CloseMode.LEAVE, code, message);
    }
}
