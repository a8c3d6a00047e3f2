package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.FalseFireOdds;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A policy on a network. */
record PlannedPolicy(RenewalPolicy policy, NetworkModel network) {

    private static final Duration TIMESTAMP_WINDOW = Duration.ofSeconds(60);

    FalseFireOdds odds() {
        return new FalseFireOdds(
                policy.timeout().toDuration(), policy.interval(), policy.attemptDeadline(), network.slow());
    }

    /** The same where every request is as fast as the median: half a round trip. */
    PlannedPolicy onUsualLine() {
        Duration oneWay = network.usual().dividedBy(2);
        return new PlannedPolicy(
                policy,
                new NetworkModel(network.loss(), oneWay, oneWay, network.outagesPerDay(), network.meanOutage()));
    }

    double perDayFromLoss() {
        return odds().perDay(network.loss());
    }

    double perDayFromOutages() {
        return network.outagesPerDay() == 0
                ? 0
                : odds().perDayFromOutages(network.outagesPerDay(), network.meanOutage());
    }

    /** How long orders can stand after a death. */
    Duration exposure() {
        return odds().exposureAfterDeath(network.slow(), later(), Duration.ZERO);
    }

    /** The same if the last request is stuck on its way for as long as the exchange may still apply it. */
    Duration exposureIfStuck() {
        return odds().exposureAfterDeath(policy.attemptDeadline().plus(TIMESTAMP_WINDOW), later(), Duration.ZERO);
    }

    /** How much longer than is assumed the exchange takes to cancel the orders. */
    private Duration later() {
        return policy.granularity().minus(TriggerWindow.GRANULARITY);
    }

    /** The shortest usual timeout, renewed as by default, that fires by mistake less than once a year on this network. */
    Optional<PlannedPolicy> rareEnough() {
        return Stream.of(5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
                .map(seconds -> new PlannedPolicy(RenewalPolicy.forTimeout(Timeout.ofSeconds(seconds)), network))
                .filter(each -> each.perDay() * PlanReport.DAYS_PER_YEAR < 1)
                .findFirst();
    }

    double perDay() {
        return perDayFromLoss() + perDayFromOutages();
    }
}
