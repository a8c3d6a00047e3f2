package dev.countdown.application.keeper;

import dev.countdown.application.RenewalPolicy;
import java.util.OptionalLong;

/**
 * How a keeper begins.
 *
 * @param delay nanoseconds until its first request
 * @param phase the part of the interval, above 0 and up to 1, after which it renews first
 */
record StartOffset(long delay, double phase) {

    static final StartOffset AT_ONCE = new StartOffset(0, 1);

    /**
     * For one of many: those with nothing to lose go one after another, at the pace that the budget of their account allows; a
     * successor within the time that it has before what it inherits is at risk. Renewals are due as if none had waited; but who
     * waited longer renews later, so that first requests and renewals together do not use up the budget.
     *
     * @param even from 0 to 1, different for each member of a fleet
     * @param claim nanoseconds until the orders are cancelled that it continues to guard; empty if it inherits none
     */
    static StartOffset inFleet(AccountQueue queue, RenewalPolicy policy, double even, OptionalLong claim) {
        long interval = policy.interval().toNanos();
        long half = policy.timeout().toDuration().toNanos() / 2;
        long delay = claim.isPresent()
                ? (long) (even * Math.max(0, Math.min(interval, claim.getAsLong() - half)))
                : queue.untilStart();
        double late = (double) delay / interval;
        double phase = 1 - (even + late) % 1;
        return new StartOffset(delay, Math.max(phase, Math.min(1, late)));
    }
}
