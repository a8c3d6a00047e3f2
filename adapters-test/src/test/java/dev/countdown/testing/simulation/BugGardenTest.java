package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every planted bug is noticed, so that a simulation that notices none is worth something. The search begins at the seed
 * that noticed the bug the last time: {@code src/test/resources/planted-bugs.txt}. The test writes that table again below
 * {@code target}; where a seed has changed, copy it.
 */
class BugGardenTest {

    private static final Path KNOWN = Path.of("src/test/resources/planted-bugs.txt");

    @Test
    void everyPlantedBugFitsTheSources() {
        assertThat(BugGarden.BUGS)
                .hasSizeGreaterThanOrEqualTo(50)
                .allSatisfy(bug -> assertThat(PatchedLoader.plant(bug)).isNotEmpty());
    }

    @Test
    @Tag("thorough")
    void everyPlantedBugIsCaught() throws IOException {
        List<String> before = Files.readAllLines(KNOWN);
        Map<String, Long> known = before.stream()
                .map(String::strip)
                .collect(Collectors.toMap(
                        row -> row.substring(row.indexOf(' '), row.lastIndexOf(' '))
                                .strip(),
                        row -> Long.valueOf(row.substring(0, row.indexOf(' ')))));
        List<String> rows = BugGarden.BUGS.parallelStream()
                .map(bug -> row(bug, known.getOrDefault(bug.name(), 1L)))
                .toList();
        Files.write(
                Path.of("target", "planted-bugs.txt"),
                rows.stream().filter(BugGardenTest::isCaught).toList());
        System.out.println("planted bugs, and the seeds that catch them:\n" + String.join("\n", rows));
        rows.stream().filter(row -> !before.contains(row)).forEach(row -> System.out.println("new: " + row));
        assertThat(rows).hasSizeGreaterThanOrEqualTo(50).allMatch(BugGardenTest::isCaught);
    }

    private static boolean isCaught(String row) {
        return Character.isDigit(row.strip().charAt(0));
    }

    private static String row(PlantedBug bug, long known) {
        String found = caught(bug, known);
        String[] seedAndInvariant = found.isEmpty() ? new String[] {"-", "never"} : found.split(" ", 2);
        return String.format("%6s  %-58s %s", seedAndInvariant[0], bug.name(), seedAndInvariant[1]);
    }

    /** One bug that fits no more hides no other. */
    private static String caught(PlantedBug bug, long known) {
        try {
            return hunt(bug, known);
        } catch (IllegalArgumentException misfit) {
            return "- never: " + misfit.getMessage();
        }
    }

    @Test
    void aPatchThatNoLongerFitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hunt(PlantedBug.of("gone", "application/RetryBackoff", "no such text", ""), 1))
                .withMessageContaining("must occur exactly once in application/RetryBackoff")
                .withMessageEndingWith("no such text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hunt(PlantedBug.of("twice", "application/RetryBackoff", "policy", ""), 1));
    }

    @SuppressWarnings("unchecked")
    private static String hunt(PlantedBug bug, long known) {
        try {
            Object hunt = new PatchedLoader(bug)
                    .loadClass(Hunt.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            return ((LongFunction<String>) hunt).apply(known);
        } catch (ReflectiveOperationException unforeseen) {
            throw new AssertionError(unforeseen);
        }
    }
}
