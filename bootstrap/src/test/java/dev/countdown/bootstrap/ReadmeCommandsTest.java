package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README tells a stranger to type, and what it says will come of it. */
class ReadmeCommandsTest {

    private static final String README = read(Path.of("..", "README.md"));
    private static final Set<String> COMMANDS =
            Main.commandLine().getSubcommands().keySet();

    @TempDir
    Path folder;

    @Nested
    class OnTheCommandLine {

        @Test
        void everyCommandParses() {
            List<String> lines = Stream.concat(
                            find("countdown\\.jar ([^\\n`)]+)"),
                            find("`((?:" + String.join("|", COMMANDS) + ") -[^`]+)`"))
                    .toList();
            assertThat(lines)
                    .hasSizeGreaterThan(6)
                    .allSatisfy(line -> assertThatCode(() -> Main.commandLine().parseArgs(words(line)))
                            .as(line)
                            .doesNotThrowAnyException());
        }

        @Test
        void everyOptionExists() {
            Set<String> known = Main.commandLine().getSubcommands().values().stream()
                    .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                    .collect(Collectors.toSet());
            assertThat(known).containsAll(find("(?<![-\\w])(--[a-z][a-z-]+)").toList());
        }

        @Test
        void everyExitCodeIsOne() {
            assertThat(find("(?m)^\\| (\\d+) \\| [^\\n]* \\|$").limit(6).map(Integer::valueOf))
                    .containsExactly(
                            ExitCode.DONE,
                            ExitCode.USAGE,
                            ExitCode.NOT_APPLIED,
                            ExitCode.UNKNOWN,
                            ExitCode.FIRED,
                            ExitCode.INTERNAL);
        }

        @Test
        void theConfigurationIsValid() throws IOException {
            Path file = Files.writeString(folder.resolve("countdown.toml"), fenced("toml"));
            assertThat(ConfigFile.read(file, Map.of()).targets()).hasSize(1);
        }

        @Test
        void theTableOfTimeoutsIsWhatPlanPrints() {
            List<String> rows =
                    find("(?m)^\\| (\\d+ \\| [0-9.]+ s \\|[^\\n]+) \\|$").toList();
            assertThat(rows).hasSize(6).allSatisfy(row -> {
                String[] cells = row.split(" \\| ");
                String brief = plan(cells[0], "1,5s");
                assertThat(brief).contains("every " + cells[1] + ",", "survived: " + cells[2] + "\n");
                assertThat(brief).contains("in the mean): " + cells[3] + " a day");
                assertThat(plan(cells[0], "1,20s")).contains("in the mean): " + cells[4] + " a day");
                assertThat(brief).contains("after a death: up to " + cells[5] + ";");
            });
            assertThat(plan("5", "1,5s")).contains("lost attempts (1 % of them): 6.9e-06 a day");
        }
    }

    @Nested
    class OfTheBuild {

        @Test
        void everyProfileExists() {
            String poms = Stream.of("..", "../domain", "../application", "../adapters-http", "../adapters-test", ".")
                    .map(module -> read(Path.of(module, "pom.xml")))
                    .collect(Collectors.joining());
            assertThat(find("mvn [^`\\n]*-P ([a-z,-]+)").flatMap(names -> Stream.of(names.split(","))))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(poms).contains("<id>" + name + "</id>"));
        }

        @Test
        void everyModuleExists() {
            assertThat(find("-pl ([a-z,-]+)"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(Path.of("..", name)).isDirectory());
            assertThat(find("`countdown-([a-z-]+)`"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(Path.of("..", name)).isDirectory());
        }

        @Test
        void everyTypeExists() throws IOException {
            try (Stream<Path> sources = Files.walk(Path.of(".."))) {
                Set<String> types = sources.map(path -> path.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .map(name -> name.replace(".java", ""))
                        .collect(Collectors.toSet());
                assertThat(types)
                        .containsAll(find("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)[.`]").toList());
            }
        }
    }

    private static String plan(String timeout, String outages) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute("plan", "--timeout", timeout, "--outages", outages))
                .isZero();
        return out.toString();
    }

    private static String fenced(String language) {
        return find("(?s)```" + language + "\\n(.*?)```").findFirst().orElseThrow();
    }

    private static Stream<String> find(String regex) {
        return Pattern.compile(regex).matcher(README).results().map(ReadmeCommandsTest::group);
    }

    private static String group(MatchResult result) {
        return result.group(1);
    }

    private static String[] words(String line) {
        return line.replaceFirst("\\s+#.*", "").trim().split("\\s+");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
