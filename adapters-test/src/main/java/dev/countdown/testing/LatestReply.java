package dev.countdown.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The latest reply to a countdown request, for {@link Fault.Replay} and {@link Fault.Lag}. Safe for use by many threads. */
public final class LatestReply<R> {

    private @Nullable R latest;

    public LatestReply() {}

    public synchronized Optional<R> get() {
        return Optional.ofNullable(latest);
    }

    /** Takes note of a reply. */
    synchronized void set(R reply) {
        latest = reply;
    }

    /** Takes note of a reply, and gives back the one before it. */
    public synchronized Optional<R> getAndSet(R reply) {
        Optional<R> before = get();
        latest = reply;
        return before;
    }
}
