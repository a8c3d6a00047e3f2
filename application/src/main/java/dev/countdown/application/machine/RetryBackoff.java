package dev.countdown.application.machine;

import dev.countdown.application.Durations;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import java.time.Duration;

/** How long to wait after a failed attempt. */
final class RetryBackoff {

    /** A 429 is never answered sooner than this. */
    private static final Duration AFTER_THROTTLE = Duration.ofSeconds(1);

    /** No rate limit is believed to last longer than this: the exchange's windows are 10 s. */
    private static final Duration LONGEST_THROTTLE = Duration.ofSeconds(60);

    private RetryBackoff() {}

    /**
     * The wait in nanoseconds.
     *
     * @param failures in a row, this one included
     * @param advice of the exchange
     * @param left nanoseconds until the claim ends; not positive if there is none
     * @param jitter from 0, which shortens nothing, to 1, which halves the wait
     */
    static long delay(RenewalPolicy policy, int failures, Retry advice, long left, double jitter) {
        long backoff = policy.backoff().toNanos();
        long room = Math.max(backoff, left - policy.attemptDeadline().toNanos());
        if (advice.allowed() && !advice.delay().isZero()) {
            long throttled = Durations.within(AFTER_THROTTLE, advice.delay(), LONGEST_THROTTLE)
                    .toNanos();
            return left > 0 ? Math.min(throttled, room) : throttled;
        }
        long doubled = backoff << Math.min(failures - 1, 20);
        long jittered = Math.max(backoff, (long) (doubled * (1 - jitter / 2)));
        long longest = Math.max(backoff, policy.interval().toNanos()); // a failure makes the next attempt no rarer
        return Math.min(jittered, left > 0 ? Math.min(room, longest) : longest);
    }
}
