package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Every planted bug is noticed, so that a simulation that notices none is worth something. */
class BugGardenTest {

    private static final long SEEDS = 1_000;

    @Test
    void everyPlantedBugIsCaughtWithinAThousandSeeds() {
        List<String> rows = BugGarden.BUGS.parallelStream()
                .map(bug -> String.format("%-58s %s", bug.name(), hunt(bug)))
                .toList();
        System.out.printf("%-58s %5s  %s%n%s%n", "planted bug", "seeds", "invariant", String.join("\n", rows));
        assertThat(rows).hasSizeGreaterThanOrEqualTo(25).noneMatch(row -> row.endsWith("never"));
    }

    @Test
    void aPatchThatNoLongerFitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hunt(PlantedBug.of("gone", "application/Pacing", "no such text", "")))
                .withMessageContaining("must find exactly once in application/Pacing: no such text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hunt(PlantedBug.of("twice", "application/Pacing", "policy", "")));
    }

    @SuppressWarnings("unchecked")
    private static String hunt(PlantedBug bug) {
        try {
            Object hunt = new PatchedLoader(bug)
                    .loadClass(Hunt.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            String found = ((LongFunction<String>) hunt).apply(SEEDS);
            return found.isEmpty() ? "never" : found;
        } catch (ReflectiveOperationException unforeseen) {
            throw new AssertionError(unforeseen);
        }
    }
}
