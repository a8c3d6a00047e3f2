package dev.countdown.bootstrap.keep.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples of the reference ask a real {@code keep} for each order, as its bots. */
@Tag("slow")
class AskedByABotTest extends SimulatorTest {

    /** Asks for two contracts, of which one is guarded, and for that one again until the answer is no. */
    enum Language {
        PYTHON("python3", "bot.py", "python", """

                import sys, time
                while not may_quote("BTC_USDT-20270326-100000-C"):  # a cold gate on a busy machine
                    print("not yet", file=sys.stderr)
                print("guarded", file=sys.stderr)
                print("ETH_USDT", may_quote("ETH_USDT-20270326-5000-P"), file=sys.stderr)
                print("margin", may_quote("BTC_USDT-20270326-100000-C", 600000), file=sys.stderr)
                while may_quote("BTC_USDT-20270326-100000-C"):
                    time.sleep(0.1)
                print("shut", file=sys.stderr)
                """),
        NODE("node", "bot.js", "javascript", """

                (async () => {
                  while (!(await mayQuote("BTC_USDT-20270326-100000-C"))) console.error("not yet");
                  console.error("guarded");
                  console.error("ETH_USDT", await mayQuote("ETH_USDT-20270326-5000-P"));
                  console.error("margin", await mayQuote("BTC_USDT-20270326-100000-C", 600000));
                  while (await mayQuote("BTC_USDT-20270326-100000-C")) await new Promise((go) => setTimeout(go, 100));
                  console.error("shut");
                })();
                """);

        private final String program;
        private final String file;
        private final String block;
        private final String orders;

        Language(String program, String file, String block, String orders) {
            this.program = program;
            this.file = file;
            this.block = block;
            this.orders = orders;
        }

        List<String> command(Path folder) throws IOException {
            assumeTrue(isInstalled(), program + " is not installed");
            return List.of(
                    program,
                    Files.writeString(folder.resolve(file), sample(block, "") + orders)
                            .toString());
        }

        private boolean isInstalled() {
            try {
                return new ProcessBuilder(program, "--version").start().waitFor() == 0;
            } catch (IOException | InterruptedException e) {
                return false;
            }
        }
    }

    private static String sample(String block, String begin) throws IOException {
        Matcher sample = Pattern.compile("(?s)```" + block + "\n(" + begin + ".*?)```")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(sample.find()).isTrue();
        return sample.group(1);
    }

    @TempDir
    Path folder;

    private Map<String, String> behindAProxy() {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.put("http_proxy", "http://127.0.0.1:1");
        environment.put("HTTP_PROXY", "http://127.0.0.1:1");
        environment.put("NODE_USE_ENV_PROXY", "1");
        return environment;
    }

    @ParameterizedTest
    @EnumSource
    void theSampleAsksBeforeEachOrder(Language language) throws IOException {
        List<String> line = new ArrayList<>(List.of("keep", "--timeout", "60", "--arm-within", "5m"));
        line.addAll(List.of("--underlying", "BTC_USDT", "--http", "0", "--"));
        line.addAll(language.command(folder));
        try (Cli cli = Cli.start(behindAProxy(), line.toArray(String[]::new))) {
            cli.awaitErr("guarded");
            assertThat(cli.awaitErr("ETH_USDT")).endsWithIgnoringCase(" false");
            assertThat(cli.awaitErr("margin")).endsWithIgnoringCase(" false");
            cli.signal("STOP"); // no answer any more
            cli.awaitErr("shut");
            cli.signal("CONT");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGateThatDoesNotAnswerMeansNo(Language language) throws IOException {
        ProcessBuilder alone = new ProcessBuilder(language.command(folder));
        alone.environment().put("COUNTDOWN_URL", "http://127.0.0.1:1");
        Process bot = alone.start();
        try (BufferedReader said = bot.errorReader()) {
            assertThat(said.readLine()).isEqualTo("not yet");
        } finally {
            bot.destroyForcibly();
        }
    }

    /** The shell line of the reference, at another place. */
    @Test
    void aScriptReadsTheGateFileAndComparesTheTime() throws IOException {
        Path file = folder.resolve("gate");
        String mayQuote = sample("sh", "may_quote");
        String script = mayQuote.replace("/run/bot/gate", file.toString()) + "may_quote && echo yes || echo no";
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "60", "--gate-file", file.toString())) {
            Await.until("open", () -> Files.exists(file));
            assertThat(said(script)).isEqualTo("yes\n");
            cli.signal("KILL");
            cli.exitCode();
            assertThat(file).as("a killed keep leaves it").exists();
            Files.writeString(file, "1790000000000\n2026-09-21T14:13:20Z\n");
            assertThat(said(script)).isEqualTo("no\n");
        }
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "60", "--gate-file", file.toString())) {
            Await.until("open", () -> said(script).equals("yes\n"));
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(143);
            assertThat(file).doesNotExist();
            assertThat(said(script)).isEqualTo("no\n");
        }
    }

    private static String said(String script) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", script).start();
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
