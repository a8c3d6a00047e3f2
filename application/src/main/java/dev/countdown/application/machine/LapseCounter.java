package dev.countdown.application.machine;

import java.util.OptionalLong;

/** Numbers the lapses. A later lapse stays open when the platform has reconciled an earlier one. */
public final class LapseCounter {

    private long last;
    private long reconciled;

    public long open() {
        return ++last;
    }

    /** One that was open when the process before ended. */
    void inherit(long lapse) {
        last = lapse;
        reconciled = lapse - 1;
    }

    /**
     * The platform has reconciled its orders after one lapse.
     *
     * @throws IllegalArgumentException if there was no such lapse
     */
    public void reconciled(long lapse) {
        if (lapse < 1 || lapse > last) {
            throw new IllegalArgumentException("lapse must be one that was reported, 1 to " + last + ": " + lapse);
        }
        reconciled = Math.max(reconciled, lapse);
    }

    public OptionalLong openLapse() {
        return last > reconciled ? OptionalLong.of(last) : OptionalLong.empty();
    }
}
