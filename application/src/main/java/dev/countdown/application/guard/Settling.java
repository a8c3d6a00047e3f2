package dev.countdown.application.guard;

import dev.countdown.application.Durations;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For how much longer no proof counts, because nodes of one scope had different timeouts: a late request of one of them may make the
 * claims of the others false. A bot that heard two timeouts knows it, tells the nodes in its pets, and they tell every bot: also one
 * that was started after the change. Both run until they know it no more. Measured by the monotonic clock alone: a step of the wall
 * clock must not prove that something is over. Safe for use by many threads.
 */
public final class Settling {

    /** How long a request may be applied after its deadline: two minutes, and what clocks may differ. */
    private static final Duration APPLIED_LATE = Duration.ofSeconds(130);

    private static final int NANOS_PER_MILLI = 1_000_000;

    private volatile @Nullable Until until;

    private record Until(ClockReading since, long nanos) {
        long left(ClockReading now) {
            return nanos - now.monotonicSince(since);
        }
    }

    /** Nothing is known to settle. */
    public Settling() {}

    /**
     * How long it lasts from when two timeouts were known the last time: until the last request of that time can be applied no more, and the
     * claims that were made meanwhile have ended.
     *
     * @param longest of the timeouts
     * @return 130 s and twice the timeout
     */
    public static Duration after(Timeout longest) {
        return APPLIED_LATE.plusSeconds(2L * longest.seconds());
    }

    /**
     * It lasts that long from then on, or as long as was known if that is longer.
     *
     * @param from both clocks
     * @param span how long
     * @return whether it lasts longer than was known
     */
    public synchronized boolean extend(ClockReading from, Duration span) {
        Objects.requireNonNull(from, "from");
        Until known = until;
        long nanos = Durations.bounded(span).toNanos();
        boolean longer = nanos > 0 && (known == null || nanos > known.left(from));
        if (longer) {
            until = new Until(from, nanos);
        }
        return longer;
    }

    /**
     * Whether it is over.
     *
     * @param now both clocks
     * @return true if proofs count
     */
    public boolean isOver(ClockReading now) {
        Until known = until;
        return known == null || known.left(now) < 0;
    }

    /**
     * How much longer it lasts.
     *
     * @param now both clocks
     * @return whole milliseconds, rounded up; 0 once it is over
     */
    public long leftMillis(ClockReading now) {
        Until known = until;
        return known == null ? 0 : Math.max(0, -Math.floorDiv(-known.left(now), NANOS_PER_MILLI));
    }
}
