package dev.countdown.testing.simulation;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.guard.NodePets;
import dev.countdown.domain.Timeout;
import java.util.SplittableRandom;

/** The climate of one run with several nodes, drawn from its seed: the same however many nodes there are. */
final class GuardWeather {

    enum Climate {
        /** Whatever can happen to machines and networks. */
        STORMS,
        /** Bad networks and clocks, but machines that run. */
        RAIN,
        /** Nothing is lost or late. */
        CLEAR
    }

    static final long MAX_AGE = NodePets.MAX_AGE.toNanos();
    static final long PET_EVERY = 500 * Weather.MILLI;

    private static final int[] TIMEOUTS = {5, 10, 30, 30, 60};
    private static final double[] LOSSES = {0, 0.01, 0.05, 0.2};
    private static final double[] PET_LOSSES = {0, 0.01, 0.1};
    private static final long[] WAYS = {Weather.MILLI, 20 * Weather.MILLI, 100 * Weather.MILLI};
    private static final int[] SPACINGS = {30, 120, 600};

    final Timeout timeout;
    /** What a node sends that was configured otherwise, or all of them after a rolling change. */
    final Timeout otherTimeout;

    final boolean mixes;
    final boolean drifts;
    final boolean cutsDeadlines;
    final boolean showsTriggerTimes;
    final boolean firesLate;
    final double loss;
    final double late;
    final double petLoss;
    final long way;
    final long lead;
    final long spacing;
    final long length;

    /** How many attempts in a row may fail: where the exchange cuts deadlines, one fewer with a short timeout. */
    final int retries;

    GuardWeather(SplittableRandom random, Climate climate) {
        boolean clear = climate == Climate.CLEAR;
        timeout = Timeout.ofSeconds(TIMEOUTS[random.nextInt(TIMEOUTS.length)]);
        otherTimeout = Timeout.ofSeconds(random.nextBoolean() ? 5 + random.nextInt(3) : 45 + random.nextInt(30));
        mixes = random.nextInt(6) == 0 && climate == Climate.STORMS;
        drifts = random.nextInt(4) > 0;
        cutsDeadlines = random.nextInt(3) == 0;
        showsTriggerTimes = random.nextInt(4) > 0;
        firesLate = random.nextBoolean();
        loss = LOSSES[clear ? 0 : random.nextInt(LOSSES.length)];
        late = !clear && random.nextInt(3) == 0 ? 0.02 : 0;
        petLoss = PET_LOSSES[clear ? 0 : random.nextInt(PET_LOSSES.length)];
        way = WAYS[random.nextInt(WAYS.length)];
        lead = new long[] {3, 60, 120}[random.nextInt(3)] * Weather.SECOND;
        spacing = SPACINGS[random.nextInt(SPACINGS.length)] * Weather.SECOND;
        length = 3_600 * Weather.SECOND;
        retries = retries();
    }

    static RenewalPolicy policy(Timeout timeout) {
        return RenewalPolicy.forTimeout(timeout);
    }

    private int retries() {
        RenewalPolicy policy = policy(timeout);
        long retried = policy.interval()
                .plus(policy.attemptDeadline().plus(policy.backoff()).multipliedBy(3))
                .toNanos();
        return cutsDeadlines && retried + Weather.SECOND > timeout.toDuration().toNanos() ? 2 : 3;
    }

    @Override
    public String toString() {
        return timeout + (mixes ? " and " + otherTimeout : "") + ", loss " + loss + ", late " + late + ", pets lost "
                + petLoss + ", way " + way / Weather.MILLI + " ms, lead " + lead / Weather.SECOND + " s"
                + (drifts ? ", drift" : "") + (cutsDeadlines ? ", cut deadlines" : "");
    }
}
