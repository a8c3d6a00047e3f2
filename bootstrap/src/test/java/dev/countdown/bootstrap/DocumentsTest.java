package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents name tests, states and events that exist, and their links lead to files and headings that exist. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");

    @Nested
    class TheTableOfInvariants {

        /** A row: its number, and the cells that name checks and tests. */
        private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|([^|\\n]+\\|[^|\\n]+)\\|$");

        private final String table =
                read(ROOT.resolve("domain/README.md")).split("### Invariants and their tests\\n")[1];

        @Test
        void namesOnlyTestsThatExist() {
            Set<String> sources = modules().stream()
                    .flatMap(module -> files(module.resolve("src/test"), ".java"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            assertThat(find("`(\\w+)`", String.join("\n", find(ROW, 2, table))))
                    .hasSizeGreaterThan(60)
                    .isSubsetOf(sources);
        }

        @Test
        void hasARowForEachInvariantOfTheSimulation() {
            Path simulated = modules().stream()
                    .flatMap(module -> files(module.resolve("src/test"), "Invariant.java"))
                    .findFirst()
                    .orElseThrow();
            assertThat(find(ROW, 1, table)).isEqualTo(find("\\((\\d+)\\)[,;]", read(simulated)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain", "application"})
    void theTableOfStatesIsInTheOrderOfDecision(String module) {
        String section = section(ROOT.resolve(module).resolve("README.md"), "## States");
        assertThat(find("(?m)^\\| `([A-Z_]+)` \\|", section))
                .containsExactlyElementsOf(
                        Stream.of(KeeperState.values()).map(Enum::name).toList());
    }

    @Test
    void theTableOfEventsNamesEachOfThem() {
        String section = section(ROOT.resolve("application/README.md"), "## Events");
        List<String> rows = find("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\|", section);
        assertThat(find("`([a-z_]+)`", String.join("\n", rows)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(KeeperEvent.Kind.values())
                        .map(KeeperEvent.Kind::text)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkLeadsToAFileOrAHeading(Path document) {
        assertThat(relativeLinks(document)).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(target).as(link).exists();
            if (parts.length > 1) {
                assertThat(headings(target)).as(link).contains(parts[1]);
            }
        });
    }

    static List<Path> documents() {
        return Stream.concat(
                        Stream.concat(Stream.of(ROOT), modules().stream())
                                .map(folder -> folder.resolve("README.md"))
                                .filter(Files::exists),
                        files(ROOT.resolve(".github"), ".md"))
                .toList();
    }

    private static List<String> relativeLinks(Path page) {
        String text = withoutBlocks(page).replaceAll("`[^`\\n]*`", "");
        return find("\\]\\(([^)\\s]+)\\)", text).stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** From a heading to the next one of its kind. */
    private static String section(Path page, String heading) {
        return read(page).split("(?m)^" + heading + "$", 2)[1].split("(?m)^## ", 2)[0];
    }

    private static List<Path> modules() {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The anchors of a page's headings, as the forge makes them; a heading that comes twice has a number after it. */
    private static Set<String> headings(Path page) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        for (String heading : find("(?m)^#{1,6} (.+)$", withoutBlocks(page))) {
            String anchor = heading.strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    private static String withoutBlocks(Path page) {
        return read(page).replaceAll("(?ms)^ *```.*?^ *```", "");
    }

    private static List<String> find(String regex, String text) {
        return find(Pattern.compile(regex), 1, text);
    }

    private static List<String> find(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
