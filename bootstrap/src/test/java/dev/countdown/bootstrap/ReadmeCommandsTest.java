package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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

/** The commands, options, figures and names in the documents are true. */
class ReadmeCommandsTest {

    private static final Path ROOT = Path.of("..");

    /** Of this module: the reference of the command line. */
    private static final String REFERENCE = read(Path.of("README.md"));

    /** The README of the project and of each module. */
    private static final String READMES = Stream.concat(Stream.of(ROOT), modules().stream())
            .map(folder -> folder.resolve("README.md"))
            .filter(Files::exists)
            .map(ReadmeCommandsTest::read)
            .collect(Collectors.joining("\n"));

    private static final String DOCUMENTS = READMES
            + files(ROOT.resolve(".github"), ".md")
                    .map(ReadmeCommandsTest::read)
                    .collect(Collectors.joining("\n"));

    /** Named like modules, but not ones. */
    private static final Set<String> THREADS = Set.of("addresses", "listener");

    /** Of other libraries. */
    private static final Set<String> FOREIGN = Set.of(
            "CompletableFuture",
            "ContextInternal",
            "FuturesApi",
            "HttpClientInternal",
            "OptionsApi",
            "ScheduledExecutorService",
            "SpotApi",
            "VertxInternal",
            "WebClient");

    private static final Set<String> COMMANDS =
            Main.commandLine().getSubcommands().keySet();

    @TempDir
    Path folder;

    @Nested
    class OnTheCommandLine {

        @Test
        void everyCommandParses() {
            List<String> lines = Stream.concat(
                            find("countdown\\.jar ([^\\n`)]+)", READMES),
                            find("`((?:" + String.join("|", COMMANDS) + ") [^`]+)`", READMES))
                    .toList();
            assertThat(lines)
                    .hasSizeGreaterThan(15)
                    .allSatisfy(line -> assertThatCode(() -> Main.commandLine().parseArgs(words(line)))
                            .as(line)
                            .doesNotThrowAnyException());
        }

        @Test
        void everyOptionExists() {
            Set<String> known = Main.commandLine().getSubcommands().values().stream()
                    .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                    .collect(Collectors.toSet());
            assertThat(known)
                    .containsAll(find("(?<![-\\w])(--[a-z][a-z-]+)", READMES).toList());
        }

        @Test
        void everyExitCodeIsOne() {
            assertThat(find("(?m)^\\| (\\d+) \\| [^\\n|]* \\|$", REFERENCE)
                            .limit(7)
                            .map(Integer::valueOf))
                    .containsExactly(
                            ExitCode.DONE,
                            ExitCode.USAGE,
                            ExitCode.NOT_APPLIED,
                            ExitCode.UNKNOWN,
                            ExitCode.FIRED,
                            ExitCode.INTERNAL,
                            ExitCode.NOT_STARTED);
        }

        @Test
        void everyOptionOfKeepIsExplained() {
            Set<String> options = Main.commandLine()
                    .getSubcommands()
                    .get("keep")
                    .getCommandSpec()
                    .optionsMap()
                    .keySet();
            Set<String> explained = find("(--[a-z][a-z-]+)", REFERENCE).collect(Collectors.toSet());
            assertThat(options)
                    .filteredOn(name -> name.startsWith("--") && !name.equals("--version"))
                    .allSatisfy(name -> assertThat(explained).contains(name));
        }

        @Test
        void theConfigurationsAreValid() throws IOException {
            List<String> samples = find("(?s)```toml\\n(.*?)```", REFERENCE).toList();
            assertThat(samples).hasSize(3);
            for (String sample : samples) {
                Path file = Files.writeString(folder.resolve("countdown.toml"), sample);
                assertThat(ConfigFile.read(file, Map.of()).targets()).isNotEmpty();
                StringWriter said = new StringWriter();
                PrintWriter lines = new PrintWriter(said, true);
                assertThat(Main.commandLine().setOut(lines).setErr(lines).execute("check", file.toString()))
                        .as("%s", said)
                        .isZero();
            }
        }

        @Test
        void theTableOfTimeoutsIsWhatPlanPrints() {
            List<String> rows = find("(?m)^\\| (\\d+ \\| [0-9.]+ s \\|[^\\n]+) \\|$", REFERENCE)
                    .toList();
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
            String poms = Stream.concat(Stream.of(ROOT), modules().stream())
                    .map(folder -> read(folder.resolve("pom.xml")))
                    .collect(Collectors.joining());
            assertThat(find("mvn [^`\\n]*-P ([a-z,-]+)", DOCUMENTS).flatMap(names -> Stream.of(names.split(","))))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(name -> assertThat(poms).contains("<id>" + name + "</id>"));
        }

        @Test
        void everyProfileIsExplained() {
            String guide = read(ROOT.resolve(".github/CONTRIBUTING.md"));
            Stream<String> profiles = Stream.concat(Stream.of(ROOT), modules().stream())
                    .flatMap(folder -> find("<profile>\\s*<id>([a-z-]+)</id>", read(folder.resolve("pom.xml"))));
            assertThat(profiles.collect(Collectors.toSet()))
                    .isSubsetOf(find("mvn [^`\\n]*-P ([a-z,-]+)", guide)
                            .flatMap(names -> Stream.of(names.split(",")))
                            .toList());
        }

        @Test
        void everyModuleExists() {
            Set<String> names = modules().stream()
                    .map(module -> module.getFileName().toString())
                    .collect(Collectors.toSet());
            assertThat(find("-pl ([a-z,-]+)", DOCUMENTS)).isNotEmpty().isSubsetOf(names);
            assertThat(find("`countdown-([a-z-]+)`", DOCUMENTS).filter(name -> !THREADS.contains(name)))
                    .isNotEmpty()
                    .isSubsetOf(names);
            assertThat(find("<artifactId>countdown-([a-z-]+)</artifactId>", READMES))
                    .hasSizeGreaterThan(1)
                    .isSubsetOf(names);
        }

        @Test
        void everyTypeExists() {
            assertThat(types())
                    .containsAll(find("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)[.`]", DOCUMENTS)
                            .filter(name -> !FOREIGN.contains(name))
                            .toList());
        }

        @Test
        void everyTestThatIsToBeRunExists() {
            assertThat(types()).containsAll(find("-Dtest=(\\w+)", DOCUMENTS).toList());
        }

        @Test
        void everyPackageExists() {
            Set<String> packages = sources()
                    .flatMap(file -> find("(?m)^package ([\\w.]+);", read(file)))
                    .collect(Collectors.toSet());
            assertThat(find("`(dev\\.countdown\\.[a-z.]+)`", READMES))
                    .isNotEmpty()
                    .isSubsetOf(packages);
        }

        /** But for the imports, which may stand apart from the rest. */
        @Test
        void everySampleIsCodeThatIsCompiled() {
            List<String> files = sources().map(file -> bare(read(file))).toList();
            List<String> samples = find("(?s)```java\\n(.*?)```", DOCUMENTS).toList();
            assertThat(samples).hasSizeGreaterThan(3).allSatisfy(sample -> {
                String code = bare(sample.replaceAll("(?m)^import .*\\n", ""));
                List<String> imports = find("(?m)^(import .*)$", sample).toList();
                assertThat(files).as(sample).anySatisfy(file -> {
                    assertThat(file).contains(code);
                    assertThat(imports).isSubsetOf(file.lines().toList());
                });
            });
        }

        /** Without indentation, and without the tag that says only when a test is run. */
        private static String bare(String code) {
            return code.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("@Tag("))
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    }

    private static String plan(String timeout, String outages) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute("plan", "--timeout", timeout, "--outages", outages))
                .isZero();
        return out.toString();
    }

    private static Stream<String> find(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().map(ReadmeCommandsTest::group);
    }

    private static List<Path> modules() {
        return find("<module>([a-z-]+)</module>", read(ROOT.resolve("pom.xml")))
                .map(ROOT::resolve)
                .toList();
    }

    private static Stream<Path> sources() {
        return modules().stream().flatMap(module -> files(module.resolve("src"), ".java"));
    }

    private static Set<String> types() {
        return sources()
                .flatMap(source -> find("\\b(?:class|record|enum|interface) (\\w+)", read(source)))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            throw new UncheckedIOException(e);
        }
    }
}
