package dev.countdown.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a simulated exchange does where Gate does not say what the real one does. <strong>These are assumptions</strong>;
 * nothing here was tried against the live exchange:
 *
 * <ul>
 *   <li>each constant of {@link Deviation};
 *   <li>the trigger time is the time of receipt plus the timeout;
 *   <li>a countdown fires within 1 s of its deadline: at the first check at or after it, and checks are a period apart;
 *   <li>an order that a countdown cancels is finished as {@code cancelled};
 *   <li>a restart keeps or forgets the timers, as {@link InMemoryExchange#restart} is told.
 * </ul>
 *
 * What is assumed of HTTP is in {@code WireAssumptions}. Immutable.
 *
 * @param deviations in which points the exchange is unlike our assumptions
 * @param checkPeriod how far apart the checks for overdue countdowns are, on the exchange's clock; 0 fires to the
 *     millisecond
 * @param finishAs the reason of an order that a countdown cancelled
 */
public record ExchangeAssumptions(Set<Deviation> deviations, Duration checkPeriod, String finishAs) {

    /** Half of the promised second, so that late timers of a busy machine do not break the promise. */
    private static final Duration DEFAULT_CHECK_PERIOD = Duration.ofMillis(500);

    /** No deviation, and a check every half second. */
    public static final ExchangeAssumptions DEFAULTS =
            new ExchangeAssumptions(Set.of(), DEFAULT_CHECK_PERIOD, ExchangeOrder.CANCELLED);

    /**
     * Checks the period.
     *
     * @param deviations in which points the exchange is unlike our assumptions
     * @param checkPeriod how far apart the checks for overdue countdowns are, on the exchange's clock; 0 fires to the
     *     millisecond
     * @param finishAs the reason of an order that a countdown cancelled
     * @throws IllegalArgumentException if the period is negative
     */
    public ExchangeAssumptions {
        if (checkPeriod.isNegative()) {
            throw new IllegalArgumentException("check period must not be negative: " + checkPeriod);
        }
        deviations = Set.copyOf(deviations);
    }

    /**
     * The same with more deviations.
     *
     * @param more in which further points the exchange is unlike our assumptions
     * @return a copy
     */
    public ExchangeAssumptions but(Deviation... more) {
        EnumSet<Deviation> all = EnumSet.noneOf(Deviation.class);
        all.addAll(deviations);
        all.addAll(Arrays.asList(more));
        return new ExchangeAssumptions(all, checkPeriod, finishAs);
    }

    /**
     * The same with another period between checks: a countdown fires late by less than that.
     *
     * @param period not negative; in whole milliseconds
     * @return a copy
     * @throws IllegalArgumentException if the period is negative
     */
    public ExchangeAssumptions withCheckPeriod(Duration period) {
        return new ExchangeAssumptions(deviations, period, finishAs);
    }

    /**
     * The same with another reason for the orders that a countdown cancels.
     *
     * @param reason Gate's word for it
     * @return a copy
     */
    public ExchangeAssumptions withFinishAs(String reason) {
        return new ExchangeAssumptions(deviations, checkPeriod, reason);
    }

    /**
     * Whether the exchange is unlike our assumptions in one point.
     *
     * @param deviation the point
     * @return true if so
     */
    public boolean has(Deviation deviation) {
        return deviations.contains(deviation);
    }
}
