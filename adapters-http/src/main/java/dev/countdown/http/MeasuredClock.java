package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.domain.OffsetBounds;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exchange's clock as far as believed replies show it: bounds of its offset to our monotonic clock, so that a step of
 * our wall clock changes nothing. Until something is measured our wall clock stands in. Doubt never forgets the bounds:
 * only an answer to a request for the time replaces them. For one thread.
 */
final class MeasuredClock {

    /** How far a Timestamp may run ahead of the exchange's clock and still be accepted. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Duration GOOD_ENOUGH = Duration.ofSeconds(1);

    /** Null until something is measured. */
    private @Nullable OffsetBounds bounds;

    private Optional<Duration> lifetime;

    /**
     * A clock that nothing is known of.
     *
     * @param lifetime after how long the exchange should refuse a request; empty for its own 60 s
     */
    MeasuredClock(Optional<Duration> lifetime) {
        this.lifetime = lifetime;
    }

    boolean isMeasured() {
        return bounds != null;
    }

    /** Whether a time can be of this clock as it is known; false while nothing was measured. */
    boolean admits(ExchangeTime time) {
        return bounds != null && bounds.admits(time);
    }

    /** Narrows the bounds by the time of a reply that is believed. */
    void believe(ExchangeTime time) {
        bounds = bounds == null ? OffsetBounds.of(time) : bounds.narrowedBy(time);
    }

    /** Takes the answer to a request for the time; where it contradicts the bounds the exchange's clock was stepped. */
    void measure(ExchangeTime time) {
        bounds = bounds == null ? OffsetBounds.of(time) : bounds.measuredBy(time);
    }

    /** The exchange's time at a look at our clocks, in nanoseconds since the epoch. */
    long at(ClockReading now) {
        OffsetBounds known = bounds;
        return known == null
                ? now.wallMillis() * Nanos.MILLI
                : known.least(now) + width(known, now) / 2 + now.monotonicNanos();
    }

    /** How far {@link #at} may be off either way, on whichever server takes the next request in. */
    Duration uncertainty(ClockReading now) {
        OffsetBounds known = bounds;
        return known == null ? WINDOW : Duration.ofNanos((width(known, now) + 1) / 2 + OffsetBounds.SKEW.toNanos());
    }

    private static long width(OffsetBounds known, ClockReading now) {
        return Math.max(0, known.most(now) - known.least(now));
    }

    /**
     * The Timestamp of a request that is signed now: Unix seconds. Where its lifetime is to be narrowed, and while the clock is
     * known to within a second, it is backdated, so that the exchange refuses the request sooner than after its usual 60 s.
     */
    RequestTimestamp timestamp(ClockReading now) {
        long nanos = at(now);
        Duration lead = uncertainty(now);
        if (lifetime.isPresent() && lead.compareTo(GOOD_ENOUGH) <= 0) {
            Duration age = WINDOW.minus(lifetime.get());
            String text = decimals((nanos - age.toNanos()) / Nanos.MILLI);
            return new RequestTimestamp(text, nanos, lifetime.get().plus(lead));
        }
        return new RequestTimestamp(Long.toString(nanos / Nanos.SECOND), nanos, WINDOW.plus(lead));
    }

    /** Gives up backdating for good, because the exchange refused a Timestamp as too old; false if there was none. */
    boolean stopBackdating() {
        boolean backdated = lifetime.isPresent();
        lifetime = Optional.empty();
        return backdated;
    }

    private static String decimals(long millis) {
        String fraction = Long.toString(1_000 + millis % 1_000).substring(1);
        return millis / 1_000 + "." + fraction;
    }

    /**
     * The Timestamp of one request.
     *
     * @param text the literal header
     * @param nanos the same moment of the exchange's clock as far as we know it, not backdated
     * @param validFor how long after signing the exchange can still accept it
     */
    record RequestTimestamp(String text, long nanos, Duration validFor) {}
}
