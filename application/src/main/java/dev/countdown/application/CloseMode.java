package dev.countdown.application;

/** What becomes of the countdown when its keeper is closed. */
public enum CloseMode {
    /**
     * Timeout 0 is sent until it is certain: what orders there are stay, unguarded. It says nothing of whether the switch
     * fired before the disarm was applied: after a long outage look at the orders.
     */
    DISARM,
    /** The minimum timeout is sent: the orders are cancelled within about 6 s, the exchange's own second included, once it is acknowledged. */
    EXPIRE_SOON,
    /** Nothing is sent: the orders are cancelled at the current deadline. */
    EXPIRE
}
