package dev.countdown.bootstrap.plan;

import dev.countdown.bootstrap.cli.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a log holds, and what can be said of a network by it: of something rare that it shows k times, or not at all, only
 * that it hardly happens more often than some upper bound.
 *
 * @param span from event to event, without the gaps
 * @param gaps in which there was no event for so long that keep did not run, or hardly
 * @param attempts whose outcome it tells
 * @param lost of them, each alone
 * @param outages several failures in a row
 * @param unreadable lines that were passed over
 */
record LogStatistics(Duration span, long gaps, long attempts, long lost, long outages, long unreadable) {

    /** Without an event for longer, nothing is known of the network. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

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

    /** What was seen, and what it bounds; where an option says otherwise, that counts. */
    List<String> lines(NetworkModel network) {
        List<String> lines = new ArrayList<>();
        lines.add("log of " + spanText() + ": " + attempts + " attempts, " + lost + " lost, " + outages + " outages"
                + (gaps == 0
                        ? ""
                        : "; not counted: " + gaps + (gaps == 1 ? " gap" : " gaps") + " of more than "
                                + LONGEST_SILENCE.toMinutes() + " min without an event")
                + (unreadable == 0 ? "" : "; " + unreadable + " lines could not be read"));
        lines.add("lost attempts: "
                + (network.loss() == mostLoss()
                        ? "at most " + PlanReport.percent(mostLoss()) + bound(lost)
                        : PlanReport.percent(network.loss()) + ", as given"));
        lines.add("outages: "
                + (network.outagesPerDay() == mostOutagesPerDay()
                        ? "at most " + PlanReport.number(mostOutagesPerDay()) + " a day" + bound(outages) + "; "
                                + DurationText.text(network.meanOutage()) + " in the mean, "
                                + (outages == 0 ? "which is assumed" : "which is that of " + outages + " and no bound")
                        : "as given"));
        return lines;
    }

    private static String bound(long count) {
        return count == 0 ? " (95 %; none was seen, rule of three)" : " (95 %; " + count + " seen)";
    }

    private String spanText() {
        double hours = span.toMinutes() / 60.0;
        if (hours < 2) {
            return DurationText.text(span);
        }
        return hours < 48
                ? String.format(Locale.ROOT, "%.1f hours", hours)
                : String.format(Locale.ROOT, "%.1f days", hours / 24);
    }
}
