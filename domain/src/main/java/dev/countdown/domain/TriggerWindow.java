package dev.countdown.domain;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * Between which moments of the local clock the switch can fire. Before {@link #protectedNanos} runs out it cannot have
 * fired: the orders are guarded and standing. From {@link #latest} on it has certainly fired. Immutable.
 *
 * <p>The window counts from the moment the newest acknowledged request was <em>sent</em>, because the exchange may have
 * applied it at once; and it allows for every {@link UnresolvedRequest} that may have replaced it.
 *
 * @param sent both clocks, before the newest acknowledged request was sent
 * @param claimNanos how long after that the switch certainly has not fired, not negative
 * @param latest the moment on the monotonic clock from which it certainly has; empty where there is none
 */
public record TriggerWindow(ClockReading sent, long claimNanos, OptionalLong latest) {

    /** How long after its deadline an exchange may take to fire: 1 s is assumed. */
    public static final Duration GRANULARITY = Duration.ofSeconds(1);

    /** By how much an exchange that deals in whole seconds may cut a deadline: 1 s, after Gate's example. */
    public static final Duration RESOLUTION = Duration.ofSeconds(1);

    /**
     * The window that follows from what is known.
     *
     * @param newest of the acknowledged requests, the one sent last
     * @param loose what may have been applied after it
     * @param wholeSeconds whether every trigger time so far was a whole second, so that the exchange may be cutting
     *     deadlines to whole seconds
     * @return the window
     */
    public static TriggerWindow of(
            AcknowledgedRequest newest, Collection<UnresolvedRequest> loose, boolean wholeSeconds) {
        boolean mayBeDisarmed = newest.timeout().isDisarm();
        long claim = newest.claimNanos(wholeSeconds);
        long untilLatest = afterSend(newest, newest.asLoose().firedBy());
        for (UnresolvedRequest request : loose) {
            mayBeDisarmed |= request.timeout().isDisarm();
            claim = Math.min(claim, request.claimNanos(wholeSeconds));
            untilLatest = Math.max(untilLatest, afterSend(newest, request.firedBy()));
        }
        long latest = newest.sent().monotonicNanos() + untilLatest;
        return new TriggerWindow(newest.sent(), claim, mayBeDisarmed ? OptionalLong.empty() : OptionalLong.of(latest));
    }

    /**
     * The same where others may arm the switch, too: nobody knows by when it has certainly fired.
     *
     * @return the window
     */
    public TriggerWindow withoutLatest() {
        return new TriggerWindow(sent, claimNanos, OptionalLong.empty());
    }

    /**
     * The same for an exchange that may fire later than is assumed: only {@link #latest} changes.
     *
     * @param more than {@link #GRANULARITY}; not negative
     * @return the window
     */
    public TriggerWindow firingLater(Duration more) {
        return latest.isEmpty()
                ? this
                : new TriggerWindow(sent, claimNanos, OptionalLong.of(latest.getAsLong() + ClockDrift.longest(more)));
    }

    /**
     * How much longer the switch certainly has not fired.
     *
     * @param now a look at both clocks, the monotonic one read first
     * @return nanoseconds; 0 or less once nothing is certain any more
     */
    public long protectedNanos(ClockReading now) {
        return protectedNanos(now.monotonicNanos(), now.wallMillis());
    }

    /**
     * The same, for a caller that must not allocate.
     *
     * @param monotonicNanos the monotonic clock, read first
     * @param wallMillis the wall clock
     * @return nanoseconds; 0 or less once nothing is certain any more
     */
    public long protectedNanos(long monotonicNanos, long wallMillis) {
        return claimNanos
                - ClockReading.longest(monotonicNanos - sent.monotonicNanos(), wallMillis - sent.wallMillis());
    }

    /**
     * How long it takes until no more than this is left of the claim, as far as both clocks go on as they did.
     *
     * @param left nanoseconds
     * @param now a look at both clocks
     * @return nanoseconds; 0 or less if that is so already
     */
    public long untilLeft(long left, ClockReading now) {
        return now.untilLongestIs(claimNanos - left, sent);
    }

    /**
     * Whether the switch has certainly fired.
     *
     * @param monotonicNanos the monotonic clock
     * @return true from {@link #latest} on
     */
    public boolean hasCertainlyFired(long monotonicNanos) {
        return latest.isPresent() && monotonicNanos - latest.getAsLong() >= 0;
    }

    private static long afterSend(AcknowledgedRequest newest, long monotonicNanos) {
        return monotonicNanos - newest.sent().monotonicNanos();
    }
}
