package dev.countdown.http;

import dev.countdown.application.Scheduler;
import java.time.Duration;

/**
 * The exchange's clock as far as its replies show it: an offset to our monotonic clock, with bounds (Cristian's method),
 * so that a step of our wall clock changes nothing. Only for signing, for checking replies and for fences, never for a
 * claim. For one thread. Until something is measured our wall clock stands in.
 */
final class ExchangeClock {

    /** How far a Timestamp may run ahead of the exchange's clock and still be accepted. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    /** Servers behind one name differ by this much at most; a reply that is older belongs to another request. */
    private static final long SKEW = Nanos.SECOND / 2;

    private static final long DRIFT_DIVISOR = 2_000; // 500 ppm

    private final Scheduler scheduler;
    private boolean measured;
    private long low;
    private long high;
    private long measuredAt;

    ExchangeClock(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Narrows the bounds by a reply, or begins anew where it contradicts them. */
    void observe(ReplyTimes times, long sent, long heard) {
        long newLow = times.answered() - heard;
        long newHigh = times.receivedBy() - sent;
        if (newLow > newHigh) {
            return; // the exchange says it took longer than we waited
        }
        long agedLow = low - drift(heard);
        long agedHigh = high + drift(heard);
        boolean agrees = measured && agedLow <= newHigh && newLow <= agedHigh;
        low = agrees ? Math.max(agedLow, newLow) : newLow;
        high = agrees ? Math.min(agedHigh, newHigh) : newHigh;
        measuredAt = heard;
        measured = true;
    }

    /** Forgets the bounds: the exchange's clock was stepped back, or they came from a reply that was not ours. */
    void forget() {
        measured = false;
    }

    boolean isMeasured() {
        return measured;
    }

    /** Whether a reply was made before its request was sent, and so answers an older one. */
    boolean predates(ReplyTimes times, long sent) {
        return measured && times.receivedBy() < sent + low - drift(sent) - SKEW;
    }

    /** The exchange's time at a moment of our monotonic clock, in nanoseconds since the epoch. */
    long at(long monotonic) {
        if (measured) {
            return low + (high - low) / 2 + monotonic;
        }
        return scheduler.wallMillis() * Nanos.MILLI + (monotonic - scheduler.nanoTime());
    }

    /** How far {@link #at} may be off either way, on whichever server takes the next request in. */
    Duration uncertainty(long monotonic) {
        return measured ? Duration.ofNanos((high - low + 1) / 2 + drift(monotonic) + SKEW) : WINDOW;
    }

    private long drift(long monotonic) {
        return Math.abs(monotonic - measuredAt) / DRIFT_DIVISOR;
    }
}
