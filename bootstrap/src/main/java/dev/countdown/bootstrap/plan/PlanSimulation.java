package dev.countdown.bootstrap.plan;

import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import dev.countdown.testing.ExchangeAssumptions;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.Locale;

/**
 * The keeper itself on virtual time, over a line as lossy as the plan's, with median round trips, to an exchange that
 * fires to the millisecond.
 *
 * @param cycles how many renewals' worth of time passed
 * @param fires how often the switch fired; the line never broke for good, so each was a mistake
 * @param expected how many the formulas expect
 */
record PlanSimulation(long cycles, long fires, double expected) {

    private static final long MOST_CYCLES = 200_000;
    private static final double WANTED = 200;
    private static final double ENOUGH = 100;
    private static final double NANOS_PER_DAY = Duration.ofDays(1).toNanos();

    static PlanSimulation of(PlannedPolicy plan) {
        double perCycle = plan.onUsualLine().perDay() * plan.policy().interval().toNanos() / NANOS_PER_DAY;
        if (perCycle * MOST_CYCLES < ENOUGH) {
            return new PlanSimulation(0, 0, perCycle * MOST_CYCLES);
        }
        long cycles = Math.min(MOST_CYCLES, (long) Math.ceil(WANTED / perCycle));
        return new PlanSimulation(cycles, run(plan, cycles), perCycle * cycles);
    }

    private static long run(PlannedPolicy plan, long cycles) {
        ManualScheduler time = new ManualScheduler();
        InMemoryExchange exchange =
                InMemoryExchange.on(time, ExchangeAssumptions.DEFAULTS.withCheckPeriod(Duration.ZERO));
        LossyGateway line = new LossyGateway(exchange.gateway(), plan.network(), time);
        try (CountdownKeeper keeper = CountdownKeeper.builder(line, Scope.all(), plan.policy())
                .scheduler(time)
                .executor(Runnable::run)
                .build()) {
            keeper.start();
            for (long i = 0; i < cycles; i++) {
                time.advance(plan.policy().interval());
            }
        }
        return exchange.firings().size();
    }

    String text() {
        if (cycles == 0) {
            return "simulation: skipped, the keeper itself would fire " + PlanReport.number(expected) + " times in "
                    + MOST_CYCLES + " renewals, too rarely to count";
        }
        return String.format(
                Locale.ROOT,
                "simulation: the keeper itself fired %d times in %d renewals; the formulas expect %.0f",
                fires,
                cycles,
                expected);
    }
}
