package dev.countdown.application;

import java.time.Duration;

/**
 * When a request ends, on the monotonic clock. It is made once and handed on as one value, so that no part of the way gives a
 * request more time than it has. Immutable.
 *
 * @param begun when it began to count, as {@link Scheduler#nanoTime()}
 * @param span how long it lasts; not negative, a century at most
 */
public record Deadline(long begun, Duration span) {

    /**
     * Cuts the span.
     *
     * @param begun when it began to count, as {@link Scheduler#nanoTime()}
     * @param span how long it lasts; a negative one counts as zero, and one of more than a century as a century
     */
    public Deadline {
        span = Durations.within(Duration.ZERO, span, Durations.CENTURY);
    }

    /**
     * The time that is left.
     *
     * @param now as {@link Scheduler#nanoTime()}
     * @return nanoseconds; 0 or less once it is over
     */
    public long left(long now) {
        return span.toNanos() - used(now);
    }

    /**
     * The time that has passed since it began to count.
     *
     * @param now as {@link Scheduler#nanoTime()}
     * @return nanoseconds
     */
    public long used(long now) {
        return now - begun;
    }
}
