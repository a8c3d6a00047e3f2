package dev.countdown.application;

/** What a platform may believe about its orders. Only {@link #ARMED} lets a strategy quote. */
public enum KeeperState {
    /** Not started. */
    IDLE,
    /** Nothing acknowledged yet; an earlier process's countdown may still be running. */
    ARMING,
    /** The orders are guarded, and the switch has not fired. */
    ARMED,
    /** The switch may have fired, or the last attempt failed and there is hardly time for another. */
    AT_RISK,
    /** Armed again after a firing, proven or possible, that the platform has not reconciled. */
    LAPSED,
    /** The switch has certainly fired: the orders are gone. */
    FIRED,
    /**
     * The strategy is not alive, or no full countdown was acknowledged since it is again, or the keeper closes without a
     * disarm: nothing is renewed, or the countdown was shortened on purpose.
     */
    EXPIRING,
    /** A disarm is under way and not yet certain. */
    DISARMING,
    /** Over. */
    CLOSED;

    /**
     * Whether a strategy may quote in this state.
     *
     * @return true for {@link #ARMED} alone
     */
    public boolean mayQuote() {
        return this == ARMED;
    }
}
