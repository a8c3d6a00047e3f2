package dev.countdown.application.machine;

/** How far a keeper is in its life. It only ever moves on, in this order. */
public enum Phase {
    IDLE,
    RUNNING,
    CLOSING,
    CLOSED
}
