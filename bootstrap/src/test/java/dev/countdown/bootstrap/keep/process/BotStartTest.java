package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class BotStartTest extends SimulatorTest {

    @TempDir
    Path folder;

    private Cli behind(List<String> wrapper, Map<String, String> more, String... command) {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.putAll(more);
        String[] line = new String[command.length + 4];
        System.arraycopy(new String[] {"keep", "--timeout", "30", "--"}, 0, line, 0, 4);
        System.arraycopy(command, 0, line, 4, command.length);
        return Cli.behind(wrapper, environment, line);
    }

    @Nested
    class ItsArgumentsAreBytes {

        /** The last one as {@code printf} writes it; a Java of another locale could not pass it on. */
        private byte[] got(String octal, String locale) throws IOException {
            Path file = folder.resolve("argument");
            List<String> wrapper =
                    List.of("sh", "-c", "last=$(printf '" + octal + ".'); exec \"$@\" \"${last%.}\"", "sh");
            String[] command = {"sh", "-c", "printf %s \"$3\" > " + file, "sh", "", "%s \\ 'it' \"$HOME\"*"};
            try (Cli cli = behind(wrapper, Map.of("LC_ALL", locale), command)) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
                return Files.readAllBytes(file);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"C", "C.UTF-8"})
        void anyLocaleLeavesThemIntact(String locale) throws IOException {
            assertThat(new String(got("strat\\303\\251gie\\n", locale), StandardCharsets.UTF_8))
                    .isEqualTo("stratégie\n");
        }

        @Test
        void soDoesOneThatIsNoText() throws IOException {
            assertThat(got("\\377\\001?", "C.UTF-8")).containsExactly(0xff, 1, '?');
        }
    }

    @Nested
    class AStandardStreamIsClosed {

        private List<String> streams(String closing) throws IOException {
            Path file = folder.resolve("streams");
            String look = "for i in 0 1 2; do readlink /proc/$$/fd/$i || echo none; done > " + file + ".new; mv " + file
                    + ".new " + file + "; sleep 1";
            try (Cli cli = behind(List.of("sh", "-c", "exec \"$@\" " + closing, "sh"), Map.of(), "sh", "-c", look)) {
                Await.until("looked", () -> Files.exists(file));
                assertThat(cli.exitCode()).isZero();
                return Files.readAllLines(file);
            }
        }

        @Test
        void theCommandReadsNothing() throws IOException {
            assertThat(streams("<&-").get(0)).isEqualTo("/dev/null");
        }

        @Test
        void norDoesItWriteWhereItMustNot() throws IOException {
            assertThat(streams("<&- >&- 2>&-")).element(0).isEqualTo("/dev/null");
            assertThat(streams("<&- >&- 2>&-")).element(2).isEqualTo("/dev/null");
        }

        @Test
        void anOpenOneIsTheCommandsOwn() throws IOException {
            Path input = Files.writeString(folder.resolve("input"), "read me");
            assertThat(streams("<" + input).get(0)).isEqualTo(input.toString());
        }
    }

    @Nested
    class TheFirstAcknowledgementIsLate {

        /** One that takes longer than a renewal with this timeout may. */
        @Test
        void aSlowReplyCounts() {
            simulator.faults("{\"delayMs\":1500}");
            try (Cli cli =
                    Cli.start(baseUri, "keep", "--timeout", "5", "--arm-within", "1m", "--", "echo", "started")) {
                assertThat(cli.exitCode()).as("%s", cli.out()).isZero();
                assertThat(cli.err()).contains("started");
            }
        }

        /** With the shortest timeout, too. */
        @Test
        void tenSecondsAreWaitedForItAtLeast() {
            simulator.faults("{\"status\":503}");
            Instant begin = exchange.now();
            try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "5", "--", "echo", "started")) {
                cli.awaitOut("arming");
                Await.until("some seconds later", () -> exchange.now().isAfter(begin.plusSeconds(8)));
                simulator.faults("{}");
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err()).contains("started");
            }
        }
    }

    /** Who runs a bot of one account need not give it the keys of all. */
    @Nested
    class ItInheritsVariables {

        private String seen(String... options) throws IOException {
            Path file = folder.resolve("variables");
            Path config = Files.writeString(folder.resolve("c.toml"), """
                    timeout = 30
                    [account.other]
                    base-url = "%s"
                    key-env = "OTHER_KEY"
                    secret-env = "OTHER_SECRET"
                    [[account.other.keep]]
                    scope = "all"
                    """.formatted(baseUri));
            Map<String, String> environment = Cli.environment(baseUri);
            environment.putAll(Map.of("OTHER_KEY", "demo", "OTHER_SECRET", "demo", "MINE", "demo"));
            List<String> line = new ArrayList<>(List.of("keep", "--config", config.toString()));
            line.addAll(List.of(options));
            line.addAll(List.of("--", "sh", "-c", "env > " + file));
            try (Cli cli = Cli.start(environment, line.toArray(String[]::new))) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
            }
            return Files.readString(file);
        }

        @Test
        void butNoKeyOfAnotherAccount() throws IOException {
            assertThat(seen())
                    .contains("GATE_API_KEY=", "GATE_API_SECRET=", "MINE=")
                    .doesNotContain("OTHER_");
        }

        @Test
        void andThoseItIsToHave() throws IOException {
            assertThat(seen("--pass-env", "OTHER_KEY", "--pass-env", "MINE"))
                    .contains("GATE_API_KEY=", "OTHER_KEY=", "MINE=")
                    .doesNotContain("OTHER_SECRET");
        }
    }
}
