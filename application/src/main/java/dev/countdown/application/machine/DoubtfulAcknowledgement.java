package dev.countdown.application.machine;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;

/**
 * An acknowledgement that is weighed: it counts from when it was heard, however long it takes to know whether it is believed.
 *
 * @param asked whether the exchange's time was asked for because of it
 * @param measurable false if the gateway cannot tell that time
 */
record DoubtfulAcknowledgement(
        Attempt attempt, ClockReading heard, Acknowledgement acknowledgement, boolean asked, boolean measurable) {

    static final String CAUSE =
            "the reply does not fit the exchange's clock, or was heard before: it may be an older one";

    DoubtfulAcknowledgement(Attempt attempt, ClockReading heard, Acknowledgement acknowledgement) {
        this(attempt, heard, acknowledgement, false, true);
    }

    DoubtfulAcknowledgement asking() {
        return new DoubtfulAcknowledgement(attempt, heard, acknowledgement, true, measurable);
    }

    DoubtfulAcknowledgement unmeasurable() {
        return new DoubtfulAcknowledgement(attempt, heard, acknowledgement, asked, false);
    }
}
