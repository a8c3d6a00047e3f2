package dev.countdown.domain;

/**
 * One look at both local clocks. The monotonic clock stands still while a machine is suspended; the wall clock goes on,
 * but can be stepped. A claim that the switch has not fired counts the larger of the two differences, so that neither a
 * suspend nor a forward step lengthens it; a proof that something is over counts the monotonic difference alone.
 * Immutable.
 *
 * @param monotonicNanos nanoseconds since an arbitrary origin, as {@link System#nanoTime()}
 * @param wallMillis milliseconds since the epoch
 */
public record ClockReading(long monotonicNanos, long wallMillis) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A century: beyond it a wall-clock difference is as good as for ever, and nanoseconds would overflow. */
    private static final long MAX_MILLIS = 100L * 365 * 24 * 3600 * 1000;

    /**
     * How much monotonic time has passed since an earlier look.
     *
     * @param earlier the earlier look
     * @return nanoseconds
     */
    public long monotonicSince(ClockReading earlier) {
        return monotonicNanos - earlier.monotonicNanos;
    }

    /**
     * The larger of the monotonic and the wall-clock difference.
     *
     * @param earlier the earlier look
     * @return nanoseconds
     */
    public long longestSince(ClockReading earlier) {
        return longest(monotonicSince(earlier), wallMillis - earlier.wallMillis);
    }

    /**
     * How long it takes until {@link #longestSince} has reached a span, as far as both clocks go on as they did. The wall
     * clock moves by whole milliseconds: before the last of them is over nothing changes by it.
     *
     * @param spanNanos the span, in nanoseconds
     * @param earlier the earlier look
     * @return nanoseconds; 0 or less if it has reached the span already
     */
    public long untilLongestIs(long spanNanos, ClockReading earlier) {
        long byWall = spanNanos - wallNanos(wallMillis - earlier.wallMillis + 1);
        long wholeMillis = byWall + Math.floorMod(-byWall, NANOS_PER_MILLI);
        return Math.min(spanNanos - monotonicSince(earlier), wholeMillis);
    }

    /**
     * How far the wall clock ran ahead of the monotonic clock since an earlier look: the length of a suspend, or of a
     * forward step.
     *
     * @param earlier the earlier look
     * @return nanoseconds, negative after a backward step
     */
    public long wallAheadSince(ClockReading earlier) {
        return wallNanos(wallMillis - earlier.wallMillis) - monotonicSince(earlier);
    }

    /**
     * The larger of two differences, for a caller that must not allocate. A millisecond is added to the wall difference,
     * because two readings of whole milliseconds may understate it by that much.
     *
     * @param monotonicNanos the monotonic difference
     * @param wallMillis the wall-clock difference
     * @return nanoseconds
     */
    public static long longest(long monotonicNanos, long wallMillis) {
        return Math.max(monotonicNanos, wallNanos(wallMillis + 1));
    }

    private static long wallNanos(long millis) {
        return Math.max(-MAX_MILLIS, Math.min(MAX_MILLIS, millis)) * NANOS_PER_MILLI;
    }
}
