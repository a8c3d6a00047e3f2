package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.domain.FalseFireOdds;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan in words.
 *
 * @param seen by what log the network is known, if by any
 */
record PlanReport(PlannedPolicy plan, Optional<LogStatistics> seen) {

    private static final double DAYS_PER_YEAR = 365.25;
    private static final Duration TIMESTAMP_WINDOW = Duration.ofSeconds(60);

    List<String> lines() {
        FalseFireOdds odds = plan.odds();
        RenewalPolicy policy = plan.policy();
        NetworkModel network = plan.network();
        Duration fresh = odds.exposureAfterDeath(network.slow(), Duration.ZERO, Duration.ZERO);
        Duration worst =
                odds.exposureAfterDeath(policy.attemptDeadline().plus(TIMESTAMP_WINDOW), Duration.ZERO, Duration.ZERO);
        List<String> lines = new ArrayList<>();
        seen.map(LogStatistics::text).ifPresent(lines::add);
        lines.add("timeout " + policy.timeout() + ", a renewal every " + DurationText.text(policy.interval())
                + ", attempts of " + DurationText.text(policy.attemptDeadline()));
        lines.add("usable attempts in a cycle: " + odds.usableAttempts());
        lines.add("longest outage survived: " + DurationText.text(odds.longestOutageSurvived()));
        lines.add("false fires by lost attempts (" + percent(network.loss()) + " of them): "
                + rate(plan.perDayFromLoss()));
        if (network.outagesPerDay() > 0) {
            lines.add("false fires by outages (" + number(network.outagesPerDay()) + " a day, "
                    + DurationText.text(network.meanOutage()) + " in the mean): " + rate(plan.perDayFromOutages()));
        }
        lines.add("exposure after a death: up to " + DurationText.text(fresh) + "; up to " + DurationText.text(worst)
                + " if the last request is stuck on its way");
        lines.add("exposure after a hang: that, and what liveness takes to notice; without a liveness source no bound");
        lines.add("advice: " + advice());
        return lines;
    }

    private String advice() {
        if (seen.filter(log -> !log.coversADay()).isPresent()) {
            return "none, for want of a log of at least a day";
        }
        double perYear = plan.perDay() * DAYS_PER_YEAR;
        if (perYear < 1) {
            return "fewer than one false fire a year; a shorter timeout would lower the exposure after a death";
        }
        Optional<PlannedPolicy> better = Stream.of(5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
                .map(seconds -> new PlannedPolicy(RenewalPolicy.forTimeout(Timeout.ofSeconds(seconds)), plan.network()))
                .filter(each -> each.perDay() * DAYS_PER_YEAR < 1)
                .findFirst();
        String problem = plan.perDayFromOutages() > plan.perDayFromLoss()
                ? "outages decide: buy timeout minus interval, not retries"
                : "lost attempts decide: shorten the interval or lengthen the timeout";
        return problem
                + better.map(each -> "; a timeout of " + each.policy().timeout() + " every "
                                + DurationText.text(each.policy().interval()) + " has " + rate(each.perDay()))
                        .orElse("; no timeout up to ten minutes gets below one a year");
    }

    static String rate(double perDay) {
        return number(perDay) + " a day, " + number(perDay * DAYS_PER_YEAR) + " a year";
    }

    static String number(double value) {
        boolean plain = value == 0 || (value >= 0.01 && value < 10_000);
        return plain
                ? String.format(Locale.ROOT, "%.3g", value)
                        .replaceAll("(\\.\\d*?)0+$", "$1")
                        .replaceAll("\\.$", "")
                : String.format(Locale.ROOT, "%.1e", value);
    }

    private static String percent(double share) {
        return number(share * 100) + " %";
    }
}
