package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.ExchangeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class KeepTest extends SimulatorTest {

    /** Its switch fires on no machine, however busy. */
    private Cli keep(String... more) {
        return keep(60, more);
    }

    /** Its switch fires soon, but a busy machine may take its time to arm it. */
    private Cli keepBriefly(String... more) {
        return keep(
                5,
                Stream.concat(Stream.of("--arm-within", "5m"), Stream.of(more)).toArray(String[]::new));
    }

    private Cli keep(int timeout, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("keep", "--timeout", String.valueOf(timeout), "--interval", "1s"));
        arguments.addAll(List.of(more));
        return Cli.start(baseUri, arguments.toArray(String[]::new));
    }

    private ExchangeEvent.Armed lastRenewal() {
        List<ExchangeEvent.Armed> renewals = exchange.renewals("demo");
        return renewals.get(renewals.size() - 1);
    }

    @Nested
    class ACommandIsGuarded {

        @Test
        void renewalsGoOnUntilItIsGoneAndItsExitCodeIsPassedOn(@TempDir Path folder) throws IOException {
            Path end = folder.resolve("end");
            try (Cli cli = keep("--json", "--", "sh", "-c", "echo up; " + untilThereIs(end) + "; exit 7")) {
                cli.awaitErr("up");
                int before = exchange.renewals("demo").size();
                Await.until("renewed on", () -> exchange.renewals("demo").size() >= before + 4);
                Files.createFile(end);
                assertThat(cli.exitCode()).isEqualTo(7);
                assertThat(cli.out()).anyMatch(line -> line.contains("\"renewed\""));
                assertThat(exchange.firings()).isEmpty();
                assertThat(bodies()).doesNotContain("{\"timeout\":0}");
            }
        }

        @Test
        void itsOutputGoesToStandardError() {
            try (Cli cli = keep("--", "sh", "-c", "echo said; echo complained >&2")) {
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err()).contains("said", "complained");
                assertThat(cli.out()).noneMatch(line -> line.contains("said"));
            }
        }

        @Test
        void whatFollowsItIsItsOwnAlsoWithoutTwoDashes() {
            try (Cli cli = keep("sh", "-c", "echo \"$@\"", "sh", "--underlying", "ETH_USDT")) {
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err()).contains("--underlying ETH_USDT");
                assertThat(cli.out()).noneMatch(line -> line.contains("ETH_USDT"));
            }
        }

        @Test
        void aScopeThatIsHardlyMeantIsWarnedOf() {
            try (Cli cli = keep("--underlying", "BTC-USDT", "--", "true")) {
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err())
                        .anyMatch(line -> line.startsWith("countdown: underlying:BTC-USDT: BTC-USDT is not written"));
            }
        }

        /** A busy machine may have an attempt that failed, which is said. */
        private static final Pattern ROUTINE =
                Pattern.compile(" (arm|renew|expir|disarm|closed)|ends:|status page|watched:");

        @Test
        void quietlyNothingIsSaidOfAnEndThatWasAskedFor(@TempDir Path folder) {
            String alive = folder.resolve("alive").toString();
            String[] options = {"--quiet", "--http", "0", "--fresh-file", alive, "--max-age", "60s", "--", "true"};
            for (String onExit : List.of("expire", "expire-soon", "disarm")) {
                try (Cli cli = keep(Stream.concat(Stream.of("--on-exit", onExit), Stream.of(options))
                        .toArray(String[]::new))) {
                    assertThat(cli.exitCode()).isZero();
                    assertThat(cli.out())
                            .noneMatch(line -> ROUTINE.matcher(line).find());
                    assertThat(cli.err())
                            .noneMatch(line -> ROUTINE.matcher(line).find());
                }
            }
        }

        @Test
        void quietlyADeathIsSaidAndAHangThatIsNotNoticed() {
            try (Cli cli = keep("--quiet", "--", "sh", "-c", "exit 3")) {
                assertThat(cli.exitCode()).isEqualTo(3);
                assertThat(cli.err())
                        .satisfiesExactly(
                                line -> assertThat(line).contains("A strategy that hangs is not noticed"),
                                line -> assertThat(line).isEqualTo("countdown: ends: the bot ended with 3"),
                                line -> assertThat(line).contains("its orders are cancelled by"));
            }
        }

        @Test
        void itsArgumentsAreItsOwn(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("arguments"), "expanded");
            try (Cli cli = keep("--", "echo", "@" + file)) {
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err()).contains("@" + file);
            }
        }

        @Test
        void itDoesNotStartBeforeTheFirstAcknowledgement() {
            simulator.faults("{\"status\":503}");
            try (Cli cli = keep("--arm-within", "1s", "--", "echo", "started")) {
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(cli.err()).noneMatch(line -> line.equals("started"));
            }
        }

        @Test
        void itDoesNotStartWhenTheKeyIsRefused() {
            Map<String, String> environment = Cli.environment(baseUri);
            environment.put(Keys.SECRET, "wrong");
            try (Cli cli = Cli.start(environment, "keep", "--timeout", "60", "--", "echo", "started")) {
                assertThat(cli.exitCode()).isEqualTo(ExitCode.NOT_APPLIED);
                assertThat(cli.err()).anyMatch(line -> line.contains("INVALID_SIGNATURE"));
                assertThat(cli.err()).noneMatch(line -> line.equals("started"));
            }
        }

        @Test
        void oneThatDoesNotExistIs127() {
            try (Cli cli = keep("--", "/no/such/command")) {
                assertThat(cli.exitCode()).isEqualTo(127);
            }
        }

        @Test
        void oneThatSucceedsClosesByOnExit() {
            try (Cli cli = keep("--on-exit", "disarm", "--", "true")) {
                assertThat(cli.exitCode()).isZero();
                assertThat(exchange.countdowns()).isEmpty();
            }
        }

        @Test
        void oneThatDiesOfASignalIsADeathAndNeverDisarmed() {
            try (Cli cli = keep("--on-exit", "disarm", "--", "sh", "-c", "kill -9 $$")) {
                assertThat(cli.exitCode()).isEqualTo(137);
                assertThat(bodies()).isNotEmpty().doesNotContain("{\"timeout\":0}");
                assertThat(cli.err())
                        .contains("countdown: ends: the bot ended with 137 (SIGKILL)")
                        .last()
                        .asString()
                        .matches("countdown: all: its orders are cancelled by 20\\S+Z \\(in .*\\) at the latest");
            }
        }

        @Test
        void aDeathMayExpireSoon() {
            try (Cli cli = Cli.start(
                    baseUri,
                    "keep",
                    "--timeout",
                    "30",
                    "--on-dead",
                    "expire-soon",
                    "--on-exit",
                    "disarm",
                    "--",
                    "false")) {
                assertThat(cli.exitCode()).isEqualTo(1);
                assertThat(bodies()).contains("{\"timeout\":5}").doesNotContain("{\"timeout\":0}");
            }
        }

        @Test
        void signalsAreForwardedAndItMayFinishItsWork() {
            try (Cli cli = keep(
                    "--on-exit",
                    "disarm",
                    "--",
                    "sh",
                    "-c",
                    "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done")) {
                cli.awaitErr("up");
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(cli.err()).contains("bye");
                assertThat(exchange.countdowns()).isEmpty();
            }
        }

        @Test
        void oneThatSucceedsIsNotDoneWhereTheDisarmIsNotCertain(@TempDir Path folder) throws IOException {
            Path end = folder.resolve("end");
            try (Cli cli = keepBriefly("--on-exit", "disarm", "--", "sh", "-c", "echo up; " + untilThereIs(end))) {
                cli.awaitErr("up");
                simulator.faults("{\"dropBefore\":1}");
                Files.createFile(end);
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(cli.err()).anyMatch(line -> line.startsWith("countdown: all: not disarmed for certain"));
            }
        }

        @Test
        void oneThatSucceedsIsNotDoneWhereTheDisarmCouldNotBeSent(@TempDir Path folder) throws IOException {
            Path end = folder.resolve("end");
            try (Cli cli = keepBriefly("--on-exit", "disarm", "--", "sh", "-c", "echo up; " + untilThereIs(end))) {
                cli.awaitErr("up");
                simulator.close();
                Files.createFile(end);
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(cli.err()).anyMatch(line -> line.startsWith("countdown: all: not disarmed for certain"));
            }
        }

        private static String untilThereIs(Path file) {
            return "while ! test -e " + file + "; do sleep 0.1; done";
        }

        @Test
        void aLapseStopsItIfThatIsWanted() {
            try (Cli cli = keepBriefly(
                    "--on-lapse", "stop", "--", "sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done")) {
                cli.awaitErr("up");
                simulator.faults("{\"dropBefore\":1}");
                Await.until("fired", () -> !exchange.firings().isEmpty());
                simulator.faults("{}");
                assertThat(cli.exitCode()).isEqualTo(ExitCode.FIRED);
                assertThat(exchange.firings()).hasSize(1);
            }
        }
    }

    @Nested
    class ItIsToldToStop {

        @Test
        void byAnInterruptItLeavesTheCountdown() {
            try (Cli cli = keep()) {
                cli.awaitOut("armed");
                cli.signal("INT");
                assertThat(cli.exitCode()).isEqualTo(130);
                assertThat(cli.out()).last().asString().contains("closed");
                assertThat(exchange.countdowns()).hasSize(1);
            }
        }

        @Test
        void byATerminationItClosesAsAsked() {
            try (Cli cli = keep("--on-exit", "disarm", "--underlying", "A", "--underlying", "B")) {
                cli.awaitOut("underlying:A armed");
                cli.awaitOut("underlying:B armed");
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(exchange.countdowns()).isEmpty();
                assertThat(cli.out())
                        .filteredOn(line -> line.contains("disarmed"))
                        .hasSize(2);
            }
        }

        @Test
        void aDisarmThatIsNotCertainSaysUntilWhen() {
            try (Cli cli = keepBriefly("--on-exit", "disarm")) {
                cli.awaitOut("armed");
                simulator.faults("{\"dropBefore\":1}");
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(cli.out())
                        .last()
                        .asString()
                        .contains("closed", "not certain: what it sent may be pending until");
                assertThat(cli.err()).anyMatch(line -> line.startsWith("countdown: all: not disarmed for certain"));
            }
        }
    }

    @Nested
    class NobodyReadsItsOutput {

        /** A few scopes with long names fill a pipe with their first events. */
        @Test
        void itEndsAllTheSame(@TempDir Path folder) throws Exception {
            List<String> line = new ArrayList<>(List.of("keep", "--timeout", "300", "--json"));
            for (int i = 0; i < 60; i++) {
                line.addAll(List.of("--underlying", "C".repeat(2000) + i + "_USDT"));
            }
            Process process = Cli.unread(baseUri, folder.resolve("err"), line);
            try {
                Await.until("armed", () -> exchange.countdowns().size() == 60);
                Cli.signal(process.pid(), "TERM");
                assertThat(process.waitFor(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(process.exitValue()).isEqualTo(143);
                assertThat(folder.resolve("err")).content().contains("standard output was not read in time");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Nested
    class AProcessIsWatched {

        @Test
        void itsDeathCountsBeforeTheCommandStarts() throws IOException {
            simulator.faults("{\"status\":503}");
            Process other = new ProcessBuilder("sleep", "60").start();
            try (Cli cli = keep("--arm-within", "10s", "--pid", String.valueOf(other.pid()), "--", "echo", "started")) {
                cli.awaitOut("unknown");
                other.destroyForcibly();
                cli.awaitOut("expiring");
                simulator.faults("{}");
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(cli.err()).noneMatch(line -> line.equals("started"));
            } finally {
                other.destroyForcibly();
            }
        }

        @Test
        void isNotRenewedOnceItIsDeadAndTheSwitchFires() throws IOException {
            exchange.account().place("BTC_USDT-20270326-100000-C", 1);
            Process bot = new ProcessBuilder("sleep", "60").start();
            String pid = String.valueOf(bot.pid());
            try (Cli cli = keepBriefly("--json", "--pid", pid)) {
                cli.awaitOut("\"armed\"");
                bot.destroyForcibly();
                assertThat(cli.awaitOut("\"expiring\"")).contains("process " + bot.pid() + " is gone");
                assertThat(cli.awaitOut("\"expiring\"")).contains("\"firesBy\":");
                assertThat(cli.awaitErr("the claim is over")).contains("unless it is armed again, the switch fires by");
                cli.awaitOut("\"fired\"");
                assertThat(exchange.account().openOrders()).isEmpty();
            } finally {
                bot.destroyForcibly();
            }
        }
    }

    @Nested
    class ABotHangs {

        @TempDir
        Path folder;

        @ParameterizedTest
        @ValueSource(strings = {"expire-soon", "expire"})
        void itsOrdersAreGoneInTime(String onDead) {
            exchange.account().place("BTC_USDT-20270326-100000-C", 1);
            Path file = folder.resolve("alive");
            String bot = "while :; do touch " + file + "; sleep 0.1; done";
            try (Cli cli = Cli.start(
                    baseUri,
                    "keep",
                    "--timeout",
                    onDead.equals("expire-soon") ? "30" : "5",
                    "--fresh-file",
                    file.toString(),
                    "--max-age",
                    "2s",
                    "--on-dead",
                    onDead,
                    "--",
                    "sh",
                    "-c",
                    "touch " + file + "; " + bot)) {
                Await.until("the bot runs", () -> Files.exists(file));
                cli.awaitOut("armed");
                ProcessHandle hung = cli.process().children().findFirst().orElseThrow();
                Cli.signal(hung.pid(), "STOP");
                int before = exchange.renewals("demo").size();
                Await.until("fired", () -> !exchange.firings().isEmpty());
                assertThat(exchange.renewals("demo")).as("for 2 s more").hasSizeLessThan(before + 6);
                assertThat(lastRenewal().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
                assertThat(exchange.firings().get(0).triggerTime())
                        .isEqualTo(lastRenewal().triggerTime());
                assertThat(exchange.account().openOrders()).isEmpty();
                Cli.signal(hung.pid(), "KILL");
                assertThat(cli.exitCode()).isEqualTo(137);
            }
        }
    }

    @Nested
    class TheKeeperItselfDies {

        @Test
        void theExchangeCancelsTheOrdersInTime() {
            exchange.account().place("BTC_USDT-20270326-100000-C", 1);
            try (Cli cli = keepBriefly()) {
                cli.awaitOut("renewed");
                cli.signal("KILL");
                assertThat(cli.exitCode()).isEqualTo(137);
                Await.until("fired", () -> !exchange.firings().isEmpty());
                assertThat(exchange.firings().get(exchange.firings().size() - 1).triggerTime())
                        .isEqualTo(lastRenewal().triggerTime());
                assertThat(exchange.account().openOrders()).isEmpty();
            }
        }

        private final RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(5), Duration.ofSeconds(1));

        /** When those renewals were sent that are told in the lines from that one on, in milliseconds on the keeper's clock. */
        private List<Long> sentAt(Cli cli, int from) {
            return cli.out().stream()
                    .skip(from)
                    .map(Pattern.compile("\"at\":\"(.+?)\",\"event\":\"renewed\".*\"rttMs\":(\\d+)")::matcher)
                    .filter(Matcher::find)
                    .map(line -> Instant.parse(line.group(1)).toEpochMilli() - Long.parseLong(line.group(2)))
                    .toList();
        }

        @Test
        void aPauseIsReportedAsALapseAndLatchedWithOneRenewal() {
            try (Cli cli = keepBriefly("--json")) {
                cli.awaitOut("\"renewed\"");
                cli.signal("STOP");
                Await.until("fired", () -> !exchange.firings().isEmpty());
                int before = cli.out().size();
                cli.signal("CONT");
                cli.awaitOut("\"lapsed\"");
                cli.awaitOut(line -> line.contains("\"renewed\"") && line.contains("\"LAPSED\""), "renewed, LAPSED");
                assertThat(cli.out().get(before))
                        .containsAnyOf("\"at_risk\"", "\"fired\"", "\"lapsed\"")
                        .doesNotContain("\"renewed\"");
                Await.until("twice", () -> sentAt(cli, before).size() >= 2);
                assertThat(sentAt(cli, before).get(1) - sentAt(cli, before).get(0))
                        .isGreaterThan(policy.backoff().toMillis());
            }
        }
    }
}
