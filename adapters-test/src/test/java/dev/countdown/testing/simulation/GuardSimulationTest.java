package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Three nodes that keep one scope, two bots with gates of their own, and one node alone in the same weather. It plays a hundredth
 * of the hours of {@link SimulationTest}, or {@code -Dguard.hours=N}.
 */
@Tag("slow")
@Tag("simulation")
class GuardSimulationTest {

    private static final double HOURS = Double.parseDouble(System.getProperty(
            "guard.hours", "" + Double.parseDouble(System.getProperty("simulation.hours", "2000")) / 100));

    @Test
    @DisabledIfSystemProperty(named = "guard.seed", matches = ".+")
    void noInvariantBreaks() throws InterruptedException {
        GuardSimulation.Outcome outcome = GuardSimulation.run(HOURS, 2);
        System.out.printf(
                "%s%s%.0f s%n",
                outcome.several().report("three nodes"), outcome.alone().report("one alone"), outcome.seconds());
        assertThat(outcome.failure())
                .describedAs(() -> GuardSimulation.report(outcome.failure(), Integer.getInteger("lines", 100)))
                .isNull();
    }

    @Test
    @EnabledIfSystemProperty(named = "guard.seed", matches = ".+")
    void oneSeedIsReplayed() {
        long seed = Long.getLong("guard.seed");
        for (int nodes : new int[] {GuardSimulation.NODES, 1}) {
            Violation violation = GuardSimulation.world(seed, nodes, null).run();
            assertThat(violation)
                    .describedAs(() -> GuardSimulation.report(
                            new GuardSimulation.Failure(seed, nodes, violation), Integer.getInteger("lines", 100)))
                    .isNull();
        }
    }

    @Test
    void aRunIsAFunctionOfItsSeed() {
        for (long seed = 1; seed <= 3; seed++) {
            StringBuilder first = new StringBuilder();
            StringBuilder second = new StringBuilder();
            GuardSimulation.world(seed, GuardSimulation.NODES, first).run();
            GuardSimulation.world(seed, GuardSimulation.NODES, second).run();
            assertThat(second).hasToString(first.toString()).isNotEmpty();
        }
    }
}
