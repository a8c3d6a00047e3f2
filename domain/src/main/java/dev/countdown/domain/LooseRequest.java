package dev.countdown.domain;

/**
 * A request that may have been applied, or may yet be, after the newest acknowledged one: its outcome is unknown, or it is
 * in flight, or its acknowledgement overlapped the newest request. Immutable.
 *
 * @param timeout what it asked for
 * @param appliedBy the last moment at which it can have been applied, on the local monotonic clock: its fence, or the
 *     arrival of its acknowledgement
 */
public record LooseRequest(Timeout timeout, long appliedBy) {

    /**
     * Whether it can no longer be applied after a request that is sent at this moment.
     *
     * @param monotonicNanos the moment, on the local monotonic clock
     * @return true if it was, or never will be, applied by then
     */
    public boolean isFencedAt(long monotonicNanos) {
        return monotonicNanos - appliedBy >= 0;
    }
}
