package dev.countdown.application.machine;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;

/**
 * An acknowledgement that was heard and may not be believed yet. It counts from when it was heard, however long that takes.
 *
 * @param asked whether the exchange's time was asked for because of it
 */
record HeardAcknowledgement(Attempt attempt, ClockReading heard, Acknowledgement acknowledgement, boolean asked) {

    static final String CAUSE =
            "the reply does not fit the exchange's clock, or was heard before: it may be an older one";

    HeardAcknowledgement(Attempt attempt, ClockReading heard, Acknowledgement acknowledgement) {
        this(attempt, heard, acknowledgement, false);
    }

    HeardAcknowledgement asking() {
        return new HeardAcknowledgement(attempt, heard, acknowledgement, true);
    }
}
