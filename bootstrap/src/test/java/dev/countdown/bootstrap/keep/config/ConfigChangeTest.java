package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.testing.ExchangeEvent;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import dev.countdown.testing.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ConfigChangeTest extends SimulatorTest {

    @TempDir
    Path folder;

    private Path file;
    private Map<String, String> environment;

    /** So long that the switch fires on no machine, however busy. */
    private int timeout = 60;

    @BeforeEach
    void prepare() {
        file = folder.resolve("countdown.toml");
        environment = Cli.environment(baseUri);
        environment.remove(ConnectionOptions.BASE_URL);
    }

    private void write(String... scopes) throws IOException {
        StringBuilder text = new StringBuilder(
                        "timeout = " + timeout + "\ninterval = '500ms'\non-exit = 'disarm'\n[account.main]\n")
                .append("base-url = '" + baseUri + "'\n");
        for (String scope : scopes) {
            text.append("[[account.main.keep]]\nscope = 'underlying:" + scope + "'\n");
        }
        Files.writeString(file, text);
    }

    @Test
    void whatIsAddedIsArmedWhatIsRemovedIsClosedAndTheRestIsUntouched() throws IOException {
        write("A", "B");
        try (Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("underlying:A renewed");
            cli.awaitOut("underlying:B renewed");
            int arms = arms("underlying:A").size();
            write("A", "C");
            cli.signal("HUP");
            cli.awaitOut("underlying:C armed");
            cli.awaitOut("underlying:B closed");
            cli.awaitErr("countdown: reloaded: added main underlying:C; closed main underlying:B; 1 unchanged");
            cli.awaitErr("countdown: main underlying:B: disarmed: its orders stand, unguarded");
            Await.until("renewed on", () -> arms("underlying:A").size() > arms + 4);
            assertThat(exchange.countdowns())
                    .extracting(armed -> armed.countdown().scope().toString())
                    .containsExactlyInAnyOrder("underlying:A", "underlying:C");
            assertThat(cli.out())
                    .filteredOn(line -> line.matches(".*underlying:A (arm|clos|at_risk|laps|fired).*"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("underlying:A arm"));
            assertThat(exchange.firings()).isEmpty();
        }
    }

    @Test
    void whatIsRemovedBeforeItIsArmedIsNotAwaitedAnyMoreAndWhatIsAddedIs() throws IOException {
        write("A");
        String whole = Files.readString(file);
        Files.writeString(
                file,
                whole + "[account.nobody]\nbase-url = 'http://127.0.0.1:1'\n[[account.nobody.keep]]\nscope = 'all'\n");
        try (Cli cli = Cli.start(
                environment, "keep", "--arm-within", "25s", "--config", file.toString(), "--", "echo", "it starts")) {
            cli.awaitOut("main underlying:A renewed");
            assertThat(cli.err()).doesNotContain("it starts");
            write("A", "B");
            cli.signal("HUP");
            assertThat(cli.exitCode()).isZero();
            assertThat(cli.err()).contains("it starts");
            assertThat(cli.out()).anyMatch(line -> line.contains("underlying:B armed"));
        }
    }

    @Test
    void whatIsChangedDoesNotForgetALapse() throws IOException {
        timeout = 5;
        write("A");
        try (Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("armed");
            simulator.faults("{\"dropBefore\":1}");
            Await.until("fired", () -> !exchange.firings().isEmpty());
            simulator.faults("{}");
            cli.awaitOut("lapsed");
            Files.writeString(file, Files.readString(file).replace("500ms", "600ms"));
            cli.signal("HUP");
            assertThat(cli.awaitErr("not reloaded")).contains("main underlying:A", "say that its lapse is reconciled");
            int arms = arms("underlying:A").size();
            Await.until("renewed", () -> arms("underlying:A").size() > arms);
            assertThat(cli.out()).noneMatch(line -> line.contains("closed"));
        }
    }

    @Test
    void noKeySignsForAHostThatItWasNotNamedWith() throws IOException {
        environment.put("OLD_KEY", "demo");
        environment.put("NEW_KEY", "fresh");
        SimulatorSettings fresh = SimulatorSettings.DEFAULTS.withKeys(ApiKey.of("fresh", "demo", "demo"));
        InMemoryExchange elsewhere = InMemoryExchange.on(Scheduler.system());
        write("A");
        String main = "[account.main]\nkey-env = 'OLD_KEY'\n";
        Files.writeString(file, Files.readString(file).replace("[account.main]\n", main));
        try (ExchangeSimulator other = ExchangeSimulator.start(elsewhere, 0, fresh);
                Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("main underlying:A renewed");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("OLD_KEY", "NEW_KEY")
                            .replace(baseUri.toString(), other.baseUri().toString()));
            cli.signal("HUP");
            cli.awaitOut("main underlying:A closed");
            Await.until("armed elsewhere", () -> !elsewhere.countdowns().isEmpty());
            assertThat(exchange.countdowns())
                    .as("disarmed by the key of before")
                    .isEmpty();
            assertThat(simulator.requests()).extracting(SeenRequest::verdict).containsOnly("applied");
        }
    }

    @Test
    void anAccountThatIsRenamedOrGetsAnotherKeyIsNeverUnguarded() throws IOException {
        environment.put("NEXT_KEY", "next");
        write("A");
        SimulatorSettings bothKeys = SimulatorSettings.DEFAULTS.plusKey(ApiKey.of("next", "demo", "demo"));
        try (ExchangeSimulator renewing = ExchangeSimulator.start(exchange, 0, bothKeys);
                Cli cli = startAt(renewing.baseUri())) {
            cli.awaitOut("main underlying:A renewed");
            Files.writeString(file, Files.readString(file).replace("account.main", "account.renamed"));
            cli.signal("HUP");
            cli.awaitOut("renamed underlying:A renewed");
            cli.awaitErr("countdown: reloaded: changed renamed underlying:A; 0 unchanged");
            Files.writeString(
                    file,
                    Files.readString(file).replace("[account.renamed]", "[account.renamed]\nkey-env = 'NEXT_KEY'"));
            cli.signal("HUP");
            cli.awaitOut("renamed underlying:A closed");
            Await.until("goes on", () -> cli.out().get(cli.out().size() - 1).contains("renewed"));
            assertThat(renewing.requests()).extracting(SeenRequest::body).noneMatch(body -> body.contains(":0"));
        }
    }

    @Test
    void aKeyThatMovesToAnotherBaseUrlIsNotDisarmedAtTheOneOfBefore() throws IOException {
        write("A", "B");
        try (Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("main underlying:A renewed");
            cli.awaitOut("main underlying:B renewed");
            write("A");
            Files.writeString(
                    file,
                    Files.readString(file).replace("127.0.0.1", "localhost").replace("account.main", "account.moved"));
            cli.signal("HUP");
            cli.awaitOut("main underlying:A closed");
            cli.awaitOut("main underlying:B closed");
            cli.awaitOut("moved underlying:A renewed");
            assertThat(bodies())
                    .filteredOn(body -> body.contains(":0"))
                    .singleElement()
                    .asString()
                    .contains("\"B\"");
            assertThat(exchange.countdowns())
                    .extracting(armed -> armed.countdown().scope().toString())
                    .containsExactly("underlying:A");
            Files.writeString(
                    file,
                    Files.readString(file)
                            + "[account.twin]\nbase-url = '" + baseUri
                            + "'\n[[account.twin.keep]]\nscope = 'underlying:A'\n");
            cli.signal("HUP");
            assertThat(cli.awaitErr("not reloaded")).contains("underlying:A is in moved and twin");
        }
    }

    private Cli startAt(URI uri) throws IOException {
        Files.writeString(file, Files.readString(file).replace(baseUri.toString(), uri.toString()));
        return Cli.start(environment, "keep", "--config", file.toString());
    }

    @Test
    void aBrokenFileChangesNothing() throws IOException {
        write("A");
        try (Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("armed");
            Files.writeString(file, "timeout = 3\n");
            cli.signal("HUP");
            assertThat(cli.awaitErr("not reloaded")).contains("[account.NAME] is missing");
            int arms = arms("underlying:A").size();
            Await.until("renewed", () -> arms("underlying:A").size() > arms);
        }
    }

    @Test
    void aFileThatNeverEndsOrBlocksOrIsHugeChangesNothing() throws Exception {
        write("A");
        byte[] good = Files.readAllBytes(file);
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx64m");
        try (Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("renewed");
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/zero"));
            reloadInVain(cli, "must be a regular file");
            Files.delete(file);
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                    .isZero();
            reloadInVain(cli, "must be a regular file");
            Files.delete(file);
            Files.writeString(
                    file, ("[[account.main.keep]]\nscope = 'underlying:ABCDEFGHIJKLMN_USDT'\n").repeat(60_000));
            reloadInVain(cli, "must hold at most 256 KiB");
            Files.writeString(file, "a = " + "[".repeat(250_000));
            reloadInVain(cli, "countdown.toml:1");
            Files.write(file, good);
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(143);
            assertThat(exchange.firings()).isEmpty();
        }
    }

    private void reloadInVain(Cli cli, String complaint) {
        int complaints = cli.err().size();
        cli.signal("HUP");
        Await.until(complaint, () -> cli.err().size() > complaints);
        assertThat(cli.err().subList(complaints, cli.err().size()))
                .singleElement()
                .asString()
                .contains("not reloaded", complaint);
        int arms = arms("underlying:A").size();
        Await.until("renewed", () -> arms("underlying:A").size() > arms);
    }

    @Test
    void whereTheSignalIsIgnoredThatIsSaidAtTheStart() throws IOException {
        write("A");
        String line = Cli.quoted(environment, "keep", "--config", file.toString());
        String ignoring = line.replace("--default-signal=HUP,INT", "--ignore-signal=HUP");
        try (Cli cli = Cli.wrapper(List.of("sh", "-c", "exec " + ignoring), environment)) {
            cli.awaitErr("SIGHUP is ignored, as nohup has it");
            cli.awaitOut("renewed");
        }
        try (Cli cli = Cli.start(environment, "keep", "--config", file.toString())) {
            cli.awaitOut("renewed");
            assertThat(cli.err()).noneMatch(said -> said.contains("SIGHUP"));
        }
    }

    @Test
    void checkListsWhatWouldBeKeptAndSendsNothing() throws IOException {
        write("A", "B");
        try (Cli cli = Cli.start(Map.of(), "check", file.toString())) {
            assertThat(cli.exitCode()).isZero();
            assertThat(cli.out()).hasSize(2).allMatch(line -> line.startsWith("OK main underlying:"));
            assertThat(simulator.requests()).isEmpty();
        }
    }

    private List<ExchangeEvent.Armed> arms(String scope) {
        return exchange.renewals("demo").stream()
                .filter(armed -> armed.countdown().scope().toString().equals(scope))
                .toList();
    }
}
