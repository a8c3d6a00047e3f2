package dev.countdown.bootstrap.keep.process;

/**
 * How {@code keep} ends, and with it the process.
 *
 * @param code the exit code
 * @param message why, for people
 */
public record KeepEnd(Cause cause, int code, String message) {

    /** Decides how the countdowns are closed. */
    public enum Cause {

        /** As each target chose for an orderly end. */
        ORDERLY,

        /** The strategy died. */
        DEATH,

        /** No orders of ours are guarded; a countdown that runs may guard the orders of an earlier process. */
        NEVER_ARMED
    }

    public static KeepEnd orderly(int code, String message) {
        return new KeepEnd(Cause.ORDERLY, code, message);
    }

    public static KeepEnd death(int code, String message) {
        return new KeepEnd(Cause.DEATH, code, message);
    }

    public static KeepEnd neverArmed(int code, String message) {
        return new KeepEnd(Cause.NEVER_ARMED, code, message);
    }
}
