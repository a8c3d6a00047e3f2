package dev.countdown.bootstrap.keep.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that share a runtime folder. */
@Tag("slow")
class TwoKeepsTest extends SimulatorTest {

    private final Map<String, String> environment = Cli.environment(baseUri);
    private final Path runtime = Path.of(Cli.runtimeFolder());

    {
        environment.put("RUNTIME_DIRECTORY", runtime.resolve("countdown").toString());
    }

    private Cli keep(String... more) {
        return Cli.start(
                environment,
                Stream.concat(
                                List.of(more).contains("--timeout")
                                        ? Stream.of("keep")
                                        : Stream.of("keep", "--timeout", "60"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String named(Cli other) {
        return "is kept by process " + other.process().pid() + " since 20";
    }

    @Test
    void theSecondOneOfAScopeIsWarnedOrRefusedAndNamesTheOther() {
        try (Cli first = keep("--underlying", "A")) {
            first.awaitOut("armed");
            try (Cli refused = keep("--underlying", "B", "--underlying", "A", "--exclusive")) {
                assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(refused.err())
                        .singleElement()
                        .asString()
                        .startsWith("countdown: --exclusive: underlying:A " + named(first));
                assertThat(bodies()).noneMatch(body -> body.contains("\"B\""));
            }
            try (Cli second = keep("--underlying", "A")) {
                assertThat(second.awaitErr("neither sees")).startsWith("countdown: underlying:A " + named(first));
                second.awaitOut("armed");
                first.signal("KILL");
                first.exitCode();
                Await.until("the lock goes over to the second one", () -> isSignedBy(second));
                try (Cli third = keep("--underlying", "A", "--exclusive")) {
                    assertThat(third.exitCode()).isEqualTo(ExitCode.USAGE);
                    assertThat(third.err()).singleElement().asString().contains(named(second));
                }
            }
        }
        try (Cli last = keep("--underlying", "A", "--exclusive", "--", "true")) {
            assertThat(last.exitCode()).as("%s", last.err()).isZero();
        }
    }

    private boolean isSignedBy(Cli cli) {
        try (Stream<Path> files = Files.list(runtime.resolve("countdown"))) {
            return files.filter(file -> file.toString().endsWith(".lock")).anyMatch(file -> isSignedBy(file, cli));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSignedBy(Path file, Cli cli) {
        try {
            return Files.readString(file).startsWith(cli.process().pid() + " ");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReloadTakesAndGivesLocks(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("countdown.toml");
        write(file, "A", "B");
        environment.remove(ConnectionOptions.BASE_URL);
        try (Cli one = Cli.start(environment, "keep", "--exclusive", "--config", file.toString())) {
            one.awaitOut("underlying:B armed");
            environment.put(ConnectionOptions.BASE_URL, baseUri.toString());
            try (Cli other = keep("--underlying", "C")) {
                other.awaitOut("armed");
                write(file, "A", "C");
                one.signal("HUP");
                assertThat(one.awaitErr("not reloaded: --exclusive: main underlying:C"))
                        .contains(named(other));
                other.signal("TERM");
                other.exitCode();
            }
            one.signal("HUP");
            one.awaitOut("underlying:C armed");
            one.awaitErr("countdown: main underlying:B: its orders");
            assertRefused("C", one);
            Await.until("B was given back", () -> isFree("B"));
            assertRefused("A", one);
        }
    }

    private boolean isFree(String underlying) {
        try (Cli other = keep("--underlying", underlying, "--exclusive", "--", "true")) {
            return other.exitCode() == 0;
        }
    }

    private void assertRefused(String underlying, Cli by) {
        try (Cli other = keep("--underlying", underlying, "--exclusive", "--", "true")) {
            assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(other.err()).singleElement().asString().contains("underlying:" + underlying + " " + named(by));
        }
    }

    private void write(Path file, String... scopes) throws IOException {
        StringBuilder text = new StringBuilder("timeout = 60\n[account.main]\nbase-url = '" + baseUri + "'\n");
        for (String scope : scopes) {
            text.append("[[account.main.keep]]\nscope = 'underlying:" + scope + "'\n");
        }
        Files.writeString(file, text);
    }

    @Test
    void aFolderThatCannotBeUsedIsAWarningAndNoMore() throws IOException {
        Path planted = Files.createDirectory(runtime.resolve("countdown"));
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Cli cli = keep("--", "true")) {
            assertThat(cli.exitCode()).isZero();
            assertThat(cli.err())
                    .anyMatch(line -> line.startsWith("countdown: runtime folder " + planted + " cannot be used"));
        }
        assertThat(planted).isEmptyDirectory();
    }

    @Test
    void whatIsLeftBehindIsReadableForUsAloneAndHoldsNoKey() throws IOException {
        try (Cli cli = keep()) {
            cli.awaitOut("armed");
            try (Stream<Path> files = Files.walk(runtime.resolve("countdown"))) {
                assertThat(files.toList()).hasSize(3).allSatisfy(file -> {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .endsWith("------");
                    assertThat(file.toString()).doesNotContain("demo");
                });
            }
        }
    }

    /** A lapse like that of a suspended machine. */
    @Test
    void aLapseIsReconciledWithoutABrowser() {
        try (Cli cli =
                Cli.start(environment, "keep", "--timeout", "5", "--interval", "1s", "--arm-within", "5m", "--json")) {
            cli.awaitOut("\"armed\"");
            assertReconciled(ExitCode.NOT_APPLIED, "countdown: no keep or pet on this host has such a lapse open");
            cli.signal("STOP");
            String socket = runtime.resolve("countdown")
                    .resolve(cli.process().pid() + ".sock")
                    .toString();
            assertReconciled(ExitCode.UNKNOWN, "countdown: " + socket + ": no answer within 5 s");
            Await.until("fired", () -> !exchange.firings().isEmpty());
            cli.signal("CONT");
            cli.awaitOut(line -> line.contains("\"renewed\"") && line.contains("LAPSED"), "a renewal in the lapse");
            String lapsed = cli.out().stream()
                    .filter(line -> line.contains("\"event\":\"lapsed\""))
                    .reduce((early, late) -> late)
                    .orElseThrow();
            String lapse = lapsed.replaceAll(".*\"lapse\":(\\d+).*", "$1");
            assertReconciled(
                    ExitCode.NOT_APPLIED, "countdown: no keep or pet on this host has such a lapse open", "contract:X");
            assertReconciled(
                    ExitCode.NOT_APPLIED, "countdown: no keep or pet on this host has such a lapse open", "main/all");
            assertReconciled(
                    ExitCode.USAGE,
                    "countdown: account and market must be named once: a/all",
                    "a/all",
                    "--account",
                    "a");
            assertReconciled(
                    ExitCode.USAGE,
                    "countdown: a scope of market spot must be all or pair:NAME: underlying:B",
                    "main/spot/underlying:B");
            assertReconciled(ExitCode.DONE, "reconciled all, lapse " + lapse, "all", "--lapse", lapse);
            cli.awaitOut("\"recovered\"");
            cli.signal("KILL");
            cli.exitCode();
        }
        assertReconciled(
                ExitCode.NOT_APPLIED,
                "countdown: no keep or pet of this user was found on this host; run it as its user");
        assertThat(runtime.resolve("countdown")).as("what the kill left").isDirectoryNotContaining("glob:**.sock");
    }

    /** The lapses of one keep are not those of another: what was reconciled after one may have gone since in the other. */
    @Test
    void aLapseOfOneOfTwoKeepsIsClosedByItsProcess() {
        String[] line = {"--timeout", "5", "--interval", "1s", "--json"};
        try (Cli first = keep(line);
                Cli second = keep(line)) {
            first.awaitOut("\"armed\"");
            second.awaitOut("\"armed\"");
            first.signal("STOP");
            second.signal("STOP");
            Await.until("fired", () -> !exchange.firings().isEmpty());
            first.signal("CONT");
            second.signal("CONT");
            first.awaitOut(renewed -> renewed.contains("\"renewed\"") && renewed.contains("LAPSED"), "a lapse");
            second.awaitOut(renewed -> renewed.contains("\"renewed\"") && renewed.contains("LAPSED"), "a lapse");
            try (Cli refused = Cli.start(environment, "reconciled", "all")) {
                assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(refused.err())
                        .singleElement()
                        .asString()
                        .contains("process " + first.process().pid() + ": all, lapse ")
                        .contains("process " + second.process().pid() + ": all, lapse ")
                        .endsWith("; add --bot NAME of a pet, or --pid N");
            }
            try (Cli closes = Cli.start(
                    environment,
                    "reconciled",
                    "--pid",
                    String.valueOf(second.process().pid()))) {
                assertThat(closes.exitCode()).as("%s", closes.err()).isZero();
            }
            second.awaitOut("\"recovered\"");
            assertThat(first.out()).noneMatch(text -> text.contains("\"recovered\""));
        }
    }

    private void assertReconciled(int code, String said, String... more) {
        try (Cli cli = Cli.start(
                environment,
                Stream.concat(Stream.of("reconciled"), Stream.of(more)).toArray(String[]::new))) {
            assertThat(cli.exitCode()).as("%s", cli.err()).isEqualTo(code);
            assertThat(Stream.concat(cli.out().stream(), cli.err().stream())).containsExactly(said);
        }
    }
}
