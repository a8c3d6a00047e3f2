package dev.countdown.bootstrap.plan;

import dev.countdown.bootstrap.cli.DurationText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to the exchange, as a planner sees it.
 *
 * @param loss the probability that one attempt is lost, independent of the others
 * @param usual the median round trip
 * @param slow the 99th percentile; a request is taken to need as long one way
 * @param outagesPerDay how many begin in a day
 * @param meanOutage their mean length
 */
record NetworkModel(double loss, Duration usual, Duration slow, double outagesPerDay, Duration meanOutage) {

    static final NetworkModel ASSUMED =
            new NetworkModel(0.01, Duration.ofMillis(100), Duration.ofMillis(500), 0, Duration.ofSeconds(1));

    private static final Pattern TRIPS = Pattern.compile("([^,]+)(?:,([^,]+))?");
    private static final Pattern OUTAGES = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?),([^,]+)");

    NetworkModel {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("--loss must be 0 to 1: " + loss);
        }
        if (meanOutage.isZero()) {
            throw new IllegalArgumentException("mean length of an outage must be positive: 0");
        }
    }

    /** In words, on one line. */
    String text() {
        return PlanReport.percent(loss) + " of the attempts lost, round trips of " + DurationText.text(usual)
                + ", 1 in 100 above " + DurationText.text(slow) + ", "
                + (outagesPerDay == 0
                        ? "no outages"
                        : PlanReport.number(outagesPerDay) + (outagesPerDay == 1 ? " outage" : " outages")
                                + " a day of " + DurationText.text(meanOutage) + " in the mean");
    }

    NetworkModel withLoss(double probability) {
        return new NetworkModel(probability, usual, slow, outagesPerDay, meanOutage);
    }

    NetworkModel withRoundTrips(String text) {
        Matcher trips = TRIPS.matcher(text);
        if (!trips.matches()) {
            throw new IllegalArgumentException("--rtt must be P50 or P50,P99: '" + text + "'");
        }
        Duration median = DurationText.parse(trips.group(1));
        Duration tail = trips.group(2) == null ? median : DurationText.parse(trips.group(2));
        if (tail.compareTo(median) < 0) {
            throw new IllegalArgumentException("--rtt must not have a P99 below its P50: '" + text + "'");
        }
        return new NetworkModel(loss, median, tail, outagesPerDay, meanOutage);
    }

    NetworkModel withOutages(String text) {
        Matcher outages = OUTAGES.matcher(text);
        if (!outages.matches()) {
            throw new IllegalArgumentException("--outages must be PER_DAY,MEAN, such as 1,20s: '" + text + "'");
        }
        return new NetworkModel(
                loss, usual, slow, Double.parseDouble(outages.group(1)), DurationText.parse(outages.group(2)));
    }
}
