package dev.countdown.application.machine;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The permit to hand one attempt to the gateway. It is used right before that, or revoked before it was used: so an attempt
 * that was taken back is never sent, and one that is on its way is never taken for unsent. Safe for use by many threads.
 */
public final class SendPermit {

    private enum State {
        OPEN,
        USED,
        REVOKED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    public boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** Answers true once, unless it was revoked: the caller then sends. */
    public boolean use() {
        return state.compareAndSet(State.OPEN, State.USED);
    }

    /** Answers true once, unless it was used: the attempt was not sent, and never will be. */
    public boolean revoke() {
        return state.compareAndSet(State.OPEN, State.REVOKED);
    }
}
