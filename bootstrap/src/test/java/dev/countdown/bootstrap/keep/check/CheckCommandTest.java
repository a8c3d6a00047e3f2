package dev.countdown.bootstrap.keep.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CheckCommandTest extends SimulatorTest {

    private static final String FILE = """
            timeout = 30
            interval = 10
            [account.main]
            [[account.main.keep]]
            scope = "underlying:BTC_USDT"
            [[account.main.keep]]
            scope = "all"
            """;

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("c.toml"), text);
    }

    @Test
    void withoutKeysItAsksNobodyAndWarnsOnStandardError() throws IOException {
        try (Cli cli = Cli.start(baseUri, "check", file(FILE).toString())) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(cli.out())
                    .containsExactly(
                            "OK main underlying:BTC_USDT: timeout 30s, every 10.0 s, at " + baseUri,
                            "OK main all: timeout 30s, every 10.0 s, at " + baseUri);
            assertThat(cli.err()).singleElement().asString().startsWith("WARNING main underlying:BTC_USDT: also");
            assertThat(simulator.requests()).isEmpty();
        }
    }

    @Test
    void withWrongKeysItExitsWith3() throws IOException {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.put(Keys.SECRET, "wrong");
        try (Cli cli =
                Cli.start(environment, "check", "--keys", "--quiet", file(FILE).toString())) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.NOT_APPLIED);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.err()).hasSize(2).last().asString().startsWith("ERROR main: the exchange refuses: INVALID_");
        }
    }

    @Test
    void allLinesAreObjectsOnStandardOutputWithJson() throws IOException {
        try (Cli cli =
                Cli.start(baseUri, "check", "--keys", "--json", file(FILE).toString())) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(cli.err()).isEmpty();
            assertThat(cli.out())
                    .allMatch(line -> line.matches("\\{\"level\":\"(OK|WARNING)\",\"account\":\"main\",.*}"))
                    .anyMatch(
                            line -> line.contains("\"scope\":\"underlying:BTC_USDT\",\"message\":\"the exchange lists"))
                    .hasSize(8);
        }
    }

    @Test
    void aFileCanComeOnStandardInput() throws IOException {
        List<String> input = List.of("sh", "-c", "\"$@\" < " + file(FILE), "sh");
        try (Cli cli = Cli.behind(input, Cli.environment(baseUri), "check", "-")) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(cli.out()).hasSize(2);
        }
    }

    @Test
    void aFaultyFileIsAnErrorWithItsLine() throws IOException {
        List<String> input = List.of("sh", "-c", "\"$@\" < " + file("timeout = 30\nnonsense = 1\n"), "sh");
        try (Cli cli = Cli.behind(input, Cli.environment(baseUri), "check", "--color", "always", "-")) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err())
                    .singleElement()
                    .asString()
                    .startsWith("\033[1;31mERROR\033[0m (standard input):2: unknown key nonsense");
        }
    }
}
