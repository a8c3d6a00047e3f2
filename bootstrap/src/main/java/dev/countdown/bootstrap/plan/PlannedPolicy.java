package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.FalseFireOdds;
import java.time.Duration;

/** A policy on a network. */
record PlannedPolicy(RenewalPolicy policy, NetworkModel network) {

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

    double perDay() {
        return perDayFromLoss() + perDayFromOutages();
    }
}
