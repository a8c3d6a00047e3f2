package dev.countdown.application;

import dev.countdown.domain.Acknowledgement;

/** The answer to the question whether a platform may begin to trade. Given once for each keeper. Immutable. */
public sealed interface FirstArmed {

    /**
     * Whether the keeper goes on trying to guard the orders.
     *
     * @return false if it is closed
     */
    boolean keeperGoesOn();

    /**
     * The exchange acknowledged the first countdown: the orders are guarded from now on.
     *
     * @param acknowledgement what the exchange said
     * @param earlierOrders what is known of the orders that stood before this keeper
     */
    record Armed(Acknowledgement acknowledgement, EarlierOrders earlierOrders) implements FirstArmed {
        @Override
        public boolean keeperGoesOn() {
            return true;
        }
    }

    /**
     * The first answer that no retry can change: the exchange refused for good, as for a wrong key, or the gateway is closed. The
     * keeper goes on trying nevertheless, because a key may be repaired at the exchange. Close it if you give up.
     *
     * @param refusal why; its label is {@link Outcome.NotApplied#NOT_SENT} if the gateway is closed
     */
    record Refused(Outcome.NotApplied refusal) implements FirstArmed {
        @Override
        public boolean keeperGoesOn() {
            return true;
        }
    }

    /**
     * The keeper was closed before anything was acknowledged, and before anything was refused for good.
     *
     * @param result what is certain
     */
    record Closed(CloseResult result) implements FirstArmed {
        @Override
        public boolean keeperGoesOn() {
            return false;
        }
    }
}
