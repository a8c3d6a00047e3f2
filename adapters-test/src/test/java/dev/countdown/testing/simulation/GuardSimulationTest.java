package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes that keep one scope, two bots with gates of their own, and one node alone in the same weather. It plays a hundredth
 * of the hours of {@link SimulationTest}, or {@code -Dguard.hours=N}; with {@code -Dguard.kept=FILE} in pieces, whose sums it keeps
 * there. It uses each core that it is given, or {@code -Dguard.threads=N}.
 */
@Tag("slow")
@Tag("simulation")
class GuardSimulationTest {

    private static final long HOURS = Long.getLong("guard.hours", Long.getLong("simulation.hours", 2_000) / 100);
    private static final int THREADS =
            Integer.getInteger("guard.threads", Runtime.getRuntime().availableProcessors());

    @Test
    @DisabledIfSystemProperty(named = "guard.seed", matches = ".+")
    void noInvariantBreaks() throws IOException, InterruptedException {
        long start = System.nanoTime();
        String kept = System.getProperty("guard.kept", "");
        GuardSimulation.Outcome outcome = kept.isEmpty()
                ? GuardSimulation.run(1, HOURS, THREADS)
                : GuardPieces.run(HOURS, THREADS, Path.of(kept));
        System.out.printf("%s%.0f s%n", outcome.report(), (System.nanoTime() - start) / 1e9);
        assertThat(outcome.failure())
                .describedAs(
                        () -> GuardSimulation.report(outcome.failure().orElseThrow(), Integer.getInteger("lines", 100)))
                .isEmpty();
        assertThat(outcome.several().seeds).isEqualTo(HOURS);
        assertThat(outcome.alone().seeds).isEqualTo(HOURS);
    }

    @Test
    void aRunThatIsStoppedGoesOnFromItsPieces(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("kept");
        String whole = GuardPieces.run(3, 1, file).report();
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 10));
        assertThat(GuardPieces.read(file)).hasSize(1);
        assertThat(GuardPieces.run(3, 2, file).report())
                .isEqualTo(whole)
                .isEqualTo(GuardSimulation.run(1, 3, 2).report());
        assertThat(GuardPieces.read(file)).hasSize(2);
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
