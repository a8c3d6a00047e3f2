package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes Timestamps on the exchange's clock: Unix seconds. Where a request's lifetime is to be narrowed, and while the
 * clock is known to within a second, the Timestamp is backdated so that the exchange refuses the request sooner than
 * after its usual 60 s. For one thread.
 */
final class Timestamps {

    private static final Duration GOOD_ENOUGH = Duration.ofSeconds(1);

    private final MeasuredClock clock;
    private Optional<Duration> lifetime;

    Timestamps(MeasuredClock clock, Optional<Duration> lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    RequestTimestamp at(ClockReading now) {
        long nanos = clock.at(now);
        Duration lead = clock.uncertainty(now);
        if (lifetime.isPresent() && lead.compareTo(GOOD_ENOUGH) <= 0) {
            Duration age = MeasuredClock.WINDOW.minus(lifetime.get());
            String text = decimals((nanos - age.toNanos()) / Nanos.MILLI);
            return new RequestTimestamp(text, nanos, lifetime.get().plus(lead));
        }
        return new RequestTimestamp(Long.toString(nanos / Nanos.SECOND), nanos, MeasuredClock.WINDOW.plus(lead));
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
