package dev.countdown.application.keeper;

import dev.countdown.application.RenewalPolicy;
import java.util.OptionalLong;

/**
 * How a keeper begins.
 *
 * @param delay nanoseconds until its first request
 * @param firstPart the part of the interval, above 0 and up to 1, after which it renews first
 */
record StartOffset(long delay, double firstPart) {

    static final StartOffset AT_ONCE = new StartOffset(0, 1);

    /**
     * For one of many. Those that inherit nothing start one after another, at the pace that the account's budget allows. One
     * that inherits a claim starts before that is at risk. Renewal times ignore the delay, unless it is longer than the first part
     * of the interval: first requests and renewals together must not use up the budget.
     *
     * @param claim nanoseconds until the orders are cancelled that it continues to guard; empty if it inherits none
     */
    static StartOffset inFleet(FleetMembership member, RenewalPolicy policy, OptionalLong claim) {
        long interval = policy.interval().toNanos();
        long half = policy.timeout().toDuration().toNanos() / 2;
        long delay = claim.isPresent()
                ? (long) (member.place() * Math.max(0, Math.min(interval, claim.getAsLong() - half)))
                : member.queue().untilStart();
        double late = (double) delay / interval;
        double firstPart = 1 - (member.place() + late) % 1;
        return new StartOffset(delay, Math.max(firstPart, Math.min(1, late)));
    }
}
