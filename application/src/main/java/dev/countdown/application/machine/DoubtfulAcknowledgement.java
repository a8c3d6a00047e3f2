package dev.countdown.application.machine;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;

/**
 * An acknowledgement that is weighed: it counts from when it was heard, however long it takes to know whether it is believed.
 *
 * @param asked whether the exchange's time was asked for because of it
 */
record DoubtfulAcknowledgement(Attempt attempt, ClockReading heard, Acknowledgement acknowledgement, boolean asked) {

    static final String CAUSE =
            "the reply does not fit the exchange's clock, or was heard before: it may be an older one";

    DoubtfulAcknowledgement(Attempt attempt, ClockReading heard, Acknowledgement acknowledgement) {
        this(attempt, heard, acknowledgement, false);
    }

    DoubtfulAcknowledgement asking() {
        return new DoubtfulAcknowledgement(attempt, heard, acknowledgement, true);
    }
}
