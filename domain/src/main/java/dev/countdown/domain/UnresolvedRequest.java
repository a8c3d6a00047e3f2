package dev.countdown.domain;

import java.time.Duration;

/**
 * A request that may have been applied, or may yet be, after the newest acknowledged one: its outcome is unknown, or it is
 * in flight, or its acknowledgement overlapped the newest request. The model calls it loose. Immutable.
 *
 * @param timeout what it asked for
 * @param appliedBy the last moment at which it can have been applied, on the local monotonic clock: the end
 *     of the time for which it may be applied, or the arrival of its acknowledgement
 */
public record UnresolvedRequest(Timeout timeout, long appliedBy) {

    /**
     * One that can be applied for a while after it was sent.
     *
     * @param timeout what it asked for
     * @param sent when it was sent, on the local monotonic clock
     * @param mayApplyFor how long after that it can be applied, by the exchange's clock
     * @return the request
     */
    public static UnresolvedRequest sent(Timeout timeout, long sent, Duration mayApplyFor) {
        return new UnresolvedRequest(timeout, sent + ClockDrift.longest(mayApplyFor));
    }

    /** How long after its send a switch that it arms certainly does not fire. */
    long claimNanos(boolean wholeSeconds) {
        long span = ClockDrift.shortest(timeout.toDuration());
        return Math.max(0, wholeSeconds ? span - TriggerWindow.RESOLUTION.toNanos() : span);
    }

    /**
     * When a switch that it arms has certainly fired, if nothing else is applied.
     *
     * @return the moment, on the local monotonic clock
     */
    public long firedBy() {
        return appliedBy + ClockDrift.longest(timeout.toDuration().plus(TriggerWindow.GRANULARITY));
    }

    /**
     * The same for an exchange that may fire later than is assumed, as if it could be applied later: what follows is weaker, and
     * holds.
     *
     * @param more than {@link TriggerWindow#GRANULARITY}; not negative
     * @return the request
     */
    public UnresolvedRequest firingLater(Duration more) {
        return new UnresolvedRequest(timeout, appliedBy + ClockDrift.longest(more));
    }

    /**
     * Whether it can still be applied after a request that is sent at this moment.
     *
     * @param monotonicNanos the moment, on the local monotonic clock
     * @return false if it was applied by then, or never will be
     */
    public boolean mayApplyAfter(long monotonicNanos) {
        return monotonicNanos - appliedBy < 0;
    }
}
