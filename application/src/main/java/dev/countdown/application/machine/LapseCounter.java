package dev.countdown.application.machine;

import java.util.OptionalLong;

/** Numbers the lapses. A later lapse stays open when an earlier one is acknowledged. */
final class LapseCounter {

    private long last;
    private long acknowledged;

    long open() {
        return ++last;
    }

    /**
     * Acknowledges one lapse.
     *
     * @throws IllegalArgumentException if there was no such lapse
     */
    void acknowledge(long lapse) {
        if (lapse < 1 || lapse > last) {
            throw new IllegalArgumentException("lapse must be one that was reported, 1 to " + last + ": " + lapse);
        }
        acknowledged = Math.max(acknowledged, lapse);
    }

    OptionalLong openLapse() {
        return last > acknowledged ? OptionalLong.of(last) : OptionalLong.empty();
    }
}
