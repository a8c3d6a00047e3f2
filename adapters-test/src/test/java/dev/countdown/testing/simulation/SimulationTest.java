package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The real keeper under every fault, every invariant checked after every event. */
@Tag("slow")
@Tag("simulation")
class SimulationTest {

    private static final double HOURS = Double.parseDouble(System.getProperty("simulation.hours", "2000"));

    @Test
    @DisabledIfSystemProperty(named = "simulation.seed", matches = ".+")
    void noInvariantBreaks() throws InterruptedException {
        Simulation.Outcome outcome = Simulation.run(1, HOURS, Long.MAX_VALUE, 2);
        System.out.print(outcome.tally().report(outcome.seconds()));
        assertThat(outcome.failure())
                .describedAs(() -> Shrinker.report(outcome.failure().seed()))
                .isNull();
        assertThat(outcome.tally().hours()).isGreaterThanOrEqualTo(HOURS);
        if (HOURS >= 1_000) {
            assertThat(outcome.tally().faults).doesNotContain(0);
            assertThat(outcome.tally().memory).doesNotContain(0);
            assertThat(outcome.tally().markets).doesNotContain(0);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.seed", matches = ".+")
    void oneSeedIsReplayed() {
        long seed = Long.getLong("simulation.seed");
        Violation violation = Simulation.world(seed, null).run();
        assertThat(violation).describedAs(() -> Shrinker.report(seed)).isNull();
    }

    @Test
    void aRunIsAFunctionOfItsSeed() {
        for (long seed = 1; seed <= 20; seed++) {
            StringBuilder first = new StringBuilder();
            StringBuilder second = new StringBuilder();
            Simulation.world(seed, first).run();
            Simulation.world(seed, second).run();
            assertThat(second).hasToString(first.toString()).isNotEmpty();
        }
    }
}
