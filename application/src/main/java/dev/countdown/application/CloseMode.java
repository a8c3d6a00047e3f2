package dev.countdown.application;

/** What becomes of the countdown when its keeper is closed. */
public enum CloseMode {
    /** Timeout 0 is sent until it is certain: the orders stay, unguarded. */
    CANCEL,
    /** The minimum timeout is sent: the orders are cancelled within 5 s and a little. */
    HASTEN,
    /** Nothing is sent: the orders are cancelled at the current deadline. */
    LEAVE
}
