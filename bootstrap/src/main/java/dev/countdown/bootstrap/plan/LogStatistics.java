package dev.countdown.bootstrap.plan;

import dev.countdown.bootstrap.cli.DurationText;
import java.time.Duration;

/**
 * What a log holds, and what can be said of a network by it: of something rare that it shows k times, or not at all, only
 * that it hardly happens more often than some upper bound.
 *
 * @param span from its first event to its last
 * @param attempts whose outcome it tells
 * @param lost of them, each alone
 * @param outages several failures in a row
 * @param unreadable lines that were passed over
 */
record LogStatistics(Duration span, long attempts, long lost, long outages, long unreadable) {

    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

    /** Of the standard normal distribution: one sided, 95 %. */
    private static final double QUANTILE = 1.645;

    boolean coversADay() {
        return span.compareTo(Duration.ofDays(1)) >= 0;
    }

    /** The probability that an attempt is lost is hardly larger. */
    double mostLoss() {
        return Math.min(1, most(lost) / attempts);
    }

    /** Hardly more of them begin in a day. */
    double mostOutagesPerDay() {
        double seconds = Math.max(0.001, span.getSeconds() + span.getNano() / 1e9);
        return most(outages) * SECONDS_PER_DAY / seconds;
    }

    /**
     * The mean of a Poisson distribution that gives so few only once in twenty times: by the approximation of Wilson and
     * Hilferty, within 2 %. For none it is the rule of three.
     */
    static double most(long count) {
        double n = count + 1.0;
        return n * Math.pow(1 - 1 / (9 * n) + QUANTILE / (3 * Math.sqrt(n)), 3);
    }

    String text() {
        return "log of " + DurationText.text(span) + ": " + attempts + " attempts, " + lost + " lost, " + outages
                + " outages"
                + (unreadable == 0 ? "" : "; " + unreadable + " lines could not be read")
                + "; below stands what they hardly exceed (95 %)";
    }
}
