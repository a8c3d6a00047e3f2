package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.domain.FalseFireOdds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A plan in words.
 *
 * @param seen by what log the network is known, if by any
 */
record PlanReport(PlannedPolicy plan, Optional<LogStatistics> seen) {

    static final double DAYS_PER_YEAR = 365.25;

    private static final double MOST_YEARS = 1e6;

    List<String> lines() {
        FalseFireOdds odds = plan.odds();
        RenewalPolicy policy = plan.policy();
        NetworkModel network = plan.network();
        List<String> lines = new ArrayList<>(seen.map(log -> log.lines(network))
                .orElse(List.of("nothing was measured; given or assumed: " + network.text())));
        String most = seen.isPresent() ? "at most " : "";
        lines.add("timeout " + policy.timeout() + ", a renewal every " + DurationText.text(policy.interval())
                + ", attempts of " + DurationText.text(policy.attemptDeadline()));
        lines.add("usable attempts in a cycle: " + odds.usableAttempts());
        lines.add("longest outage survived: " + DurationText.text(odds.longestOutageSurvived()));
        lines.add("false fires by lost attempts (" + percent(network.loss()) + " of them): " + most
                + rate(plan.perDayFromLoss()));
        if (network.outagesPerDay() > 0) {
            lines.add("false fires by outages (" + number(network.outagesPerDay()) + " a day, "
                    + DurationText.text(network.meanOutage()) + " in the mean): " + most
                    + rate(plan.perDayFromOutages()));
        }
        lines.add("exposure after a death: up to " + DurationText.text(plan.exposure()) + "; up to "
                + DurationText.text(plan.exposureIfStuck())
                + " if the last request is stuck on its way");
        lines.add("exposure after a hang: that, and what liveness takes to notice; without a liveness source no bound");
        lines.add("advice: " + advice());
        return lines;
    }

    private String advice() {
        if (seen.filter(log -> !log.coversADay()).isPresent()) {
            return "none, for want of a log of at least a day; let keep --json write on";
        }
        double perYear = plan.perDay() * DAYS_PER_YEAR;
        if (perYear < 1) {
            return "fewer than one false fire a year; a shorter timeout would lower the exposure after a death";
        }
        String problem = plan.perDayFromOutages() > plan.perDayFromLoss()
                ? "outages decide: buy timeout minus interval, not retries"
                : "lost attempts decide: shorten the interval or lengthen the timeout";
        return problem
                + plan.rareEnough()
                        .map(each -> "; a timeout of " + each.policy().timeout() + " every "
                                + DurationText.text(each.policy().interval()) + " has " + rate(each.perDay()))
                        .orElse("; no timeout up to ten minutes gets below one a year");
    }

    static String rate(double perDay) {
        return number(perDay) + " a day, " + number(perDay * DAYS_PER_YEAR) + " a year";
    }

    /** How often something happens, in words. */
    static String often(double perDay) {
        double days = 1 / perDay;
        double years = days / DAYS_PER_YEAR;
        if (perDay == 0) {
            return "never";
        }
        if (perDay > 0.99) {
            return number(perDay) + " a day";
        }
        if (years < 1) {
            return "once in " + number(days) + " days";
        }
        return years > MOST_YEARS ? "not in a million years" : "once in " + round(years) + " years";
    }

    /** To two digits. */
    private static String round(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return value < 10
                ? number(Math.round(value / unit) * unit)
                : String.format(Locale.ROOT, "%,.0f", Math.round(value / unit) * unit);
    }

    static String number(double value) {
        if (value >= 100 && value < 10_000) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        boolean plain = value == 0 || (value >= 0.01 && value < 10_000);
        return plain
                ? String.format(Locale.ROOT, "%.3g", value)
                        .replaceAll("(\\.\\d*?)0+$", "$1")
                        .replaceAll("\\.$", "")
                : String.format(Locale.ROOT, "%.1e", value);
    }

    static String percent(double share) {
        return number(share * 100) + " %";
    }
}
