package dev.countdown.domain;

import java.time.Duration;

/**
 * How likely the switch is to fire by mistake, for planning. Silent attempts follow each other at the attempt deadline;
 * where an attempt lands exactly on the timeout the formulas overstate by up to 1.7 times. Immutable.
 *
 * @param timeout what the exchange waits, T
 * @param interval from one renewal to the next, I; positive
 * @param attemptDeadline from one silent attempt to the next, A; positive
 * @param oneWayDelay how long a request takes to reach the exchange, as a quantile of your choice, W; not negative
 */
public record FalseFireOdds(Duration timeout, Duration interval, Duration attemptDeadline, Duration oneWayDelay) {

    private static final double NANOS_PER_DAY = Duration.ofDays(1).toNanos();

    /**
     * Checks the spans.
     *
     * @param timeout what the exchange waits, T
     * @param interval from one renewal to the next, I; positive
     * @param attemptDeadline from one silent attempt to the next, A; positive
     * @param oneWayDelay how long a request takes to reach the exchange, as a quantile of your choice, W; not negative
     * @throws IllegalArgumentException if the timeout, the interval or the attempt deadline is not positive, the delay is
     *     negative, or one of them is longer than 100 years
     */
    public FalseFireOdds {
        requirePositive("timeout", timeout);
        requirePositive("interval", interval);
        requirePositive("attempt deadline", attemptDeadline);
        if (oneWayDelay.isNegative()) {
            throw new IllegalArgumentException("one-way delay must not be negative: " + oneWayDelay);
        }
        requireCountable("one-way delay", oneWayDelay);
    }

    /**
     * How many attempts of one cycle can reach the exchange in time.
     *
     * @return 0 if not even the first one can
     */
    public long usableAttempts() {
        long span = timeout.minus(interval).minus(oneWayDelay).toNanos();
        return Math.max(0, 1 + Math.floorDiv(span, attemptDeadline.toNanos()));
    }

    /**
     * How likely one cycle ends with a false fire when attempts are lost independently of each other.
     *
     * @param loss the probability that one attempt is lost, 0 to 1
     * @return a probability
     * @throws IllegalArgumentException if the loss is not a probability
     */
    public double perCycle(double loss) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("loss must be 0 to 1: " + loss);
        }
        return Math.pow(loss, (double) usableAttempts());
    }

    /**
     * False fires a day when attempts are lost independently of each other.
     *
     * @param loss the probability that one attempt is lost, 0 to 1
     * @return the expected number
     * @throws IllegalArgumentException if the loss is not a probability
     */
    public double perDay(double loss) {
        return cyclesPerDay() * perCycle(loss);
    }

    /**
     * False fires a day from outages of exponential length during which nothing gets through.
     *
     * @param outagesPerDay how many begin in a day; not negative
     * @param mean their mean length; positive
     * @return the expected number
     * @throws IllegalArgumentException if the rate is negative, or the mean not positive or longer than 100 years
     */
    public double perDayFromOutages(double outagesPerDay, Duration mean) {
        requirePositive("mean length of an outage", mean);
        if (!(outagesPerDay >= 0)) {
            throw new IllegalArgumentException("outages per day must not be negative: " + outagesPerDay);
        }
        if (usableAttempts() == 0) {
            return cyclesPerDay();
        }
        double m = mean.toNanos();
        double cycle = interval.toNanos();
        double afterFirst = (usableAttempts() - 1.0) * attemptDeadline.toNanos();
        return outagesPerDay * (m / cycle) * (Math.exp(-afterFirst / m) - Math.exp(-(cycle + afterFirst) / m));
    }

    /**
     * The longest outage that never fires the switch, whenever it begins.
     *
     * @return zero if there is none
     */
    public Duration longestOutageSurvived() {
        Duration span = timeout.minus(interval).minus(attemptDeadline).minus(oneWayDelay);
        return span.isNegative() ? Duration.ZERO : span;
    }

    /**
     * The longest time that orders can stand after the strategy died.
     *
     * @param stillApplicable how long a request already sent can still be applied
     * @param timeToCancel how long the exchange takes to cancel the orders once it fires
     * @param livenessPeriod how long a hang can go unnoticed; zero for a death of the whole process
     * @return the sum of these, the timeout and {@link TriggerWindow#GRANULARITY}
     */
    public Duration exposureAfterDeath(Duration stillApplicable, Duration timeToCancel, Duration livenessPeriod) {
        return livenessPeriod
                .plus(stillApplicable)
                .plus(timeout)
                .plus(TriggerWindow.GRANULARITY)
                .plus(timeToCancel);
    }

    private double cyclesPerDay() {
        return NANOS_PER_DAY / interval.toNanos();
    }

    private static void requirePositive(String what, Duration span) {
        if (span.isNegative() || span.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + span);
        }
        requireCountable(what, span);
    }

    private static void requireCountable(String what, Duration span) {
        if (span.compareTo(ClockDrift.LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be at most 100 years: " + span);
        }
    }
}
