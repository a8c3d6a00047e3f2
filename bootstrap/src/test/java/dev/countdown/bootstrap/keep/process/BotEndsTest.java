package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Bot;
import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import dev.countdown.bootstrap.BotTest;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command is all of its processes: it is over once the last of them is. */
@Tag("slow")
class BotEndsTest extends BotTest {

    private static final String DISARM = "{\"timeout\":0}";

    @Nested
    class ToldToStop {

        @ParameterizedTest
        @EnumSource(Shape.class)
        void keepWaitsForTheBotInEveryShape(Shape shape) {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = keep(bot, shape, "--kill-after", "1m")) {
                ProcessHandle process = bot.process();
                Await.until("it is known", () -> exchange.renewals("demo").size() > 2);
                cli.signal("TERM");
                bot.awaitHeard("TERM");
                int renewals = exchange.renewals("demo").size();
                Await.until(
                        "guarded while it ends", () -> exchange.renewals("demo").size() > renewals);
                assertThat(cli.process().isAlive()).isTrue();
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(Bot.runs(process)).isFalse();
                assertThat(bot.heard()).containsExactly("TERM");
                assertThat(exchange.firings()).isEmpty();
            }
        }

        @Test
        void itSaysThatItWaitsForWhomAndKillsWhatDoesNotEnd() {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = keep(bot, Shape.SHELL, "--kill-after", "3s", "--on-exit", "disarm")) {
                ProcessHandle process = bot.process();
                cli.signal("TERM");
                assertThat(cli.awaitErr("waits for")).contains(process.pid() + " (sh)", "3.0 s");
                cli.awaitErr("killed");
                cli.exitCode();
                assertThat(Bot.runs(process)).isFalse();
                assertThat(bodies()).as("never disarmed after a kill").doesNotContain(DISARM);
            }
        }

        @Test
        void aSecondSignalIsPassedOnAndAThirdKills() {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = keep(bot, Shape.EXEC, "--kill-after", "10m")) {
                ProcessHandle process = bot.process();
                cli.signal("TERM");
                bot.awaitHeard("TERM");
                cli.signal("HUP");
                bot.awaitHeard("HUP");
                assertThat(Bot.runs(process)).isTrue();
                cli.signal("INT");
                assertThat(cli.exitCode()).isEqualTo(137);
                assertThat(bot.heard()).startsWith("TERM", "HUP");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"CRASHES", "SEGFAULTS"})
        void oneThatCrashesOverItIsADeathWithItsOwnCode(Manner manner) {
            Bot bot = bot(manner);
            try (Cli cli = keep(bot, Shape.EXEC, "--on-exit", "disarm")) {
                bot.process();
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(manner == Manner.CRASHES ? 1 : 139);
                assertThat(bodies()).doesNotContain(DISARM);
                assertThat(exchange.countdowns()).hasSize(1);
            }
        }

        @Test
        void oneThatCrashesBehindAShellThatDiedOfTheSignalIsNotDisarmed() {
            Bot bot = bot(Manner.CRASHES);
            try (Cli cli = keep(bot, Shape.SHELL, "--on-exit", "disarm")) {
                bot.process();
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(bodies()).doesNotContain(DISARM);
                assertThat(cli.err()).anyMatch(line -> line.contains("how the bot ended is not known"));
            }
        }

        @Test
        void soItIsBehindAShellThatSaysThatAllWentWell() {
            Bot bot = bot(Manner.CRASHES_LATER);
            String[] line = line(bot, Shape.EXEC, "--on-exit", "disarm");
            line[line.length - 1] = "trap 'exit 0' TERM; sh " + folder + "/bot.sh & wait; wait";
            try (Cli cli = Cli.start(baseUri, line)) {
                bot.process();
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(bodies()).doesNotContain(DISARM);
                assertThat(cli.err()).anyMatch(said -> said.contains("how the bot ended is not known"));
            }
        }

        @Test
        void oneThatEndsWellIsDisarmedIfThatIsWanted() {
            Bot bot = bot(Manner.ENDS);
            try (Cli cli = keep(bot, Shape.EXEC, "--on-exit", "disarm")) {
                bot.process();
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(lastBody()).isEqualTo(DISARM);
            }
        }

        @Test
        void soIsOneThatDiesOfThatVerySignal() {
            try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "5", "--on-exit", "disarm", "--", "sleep", "1000")) {
                cli.awaitOut("renewed");
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(lastBody()).isEqualTo(DISARM);
            }
        }
    }

    @Nested
    class TheSwitchFired {

        @ParameterizedTest
        @EnumSource(names = {"SHELL", "PIPE", "DAEMON"})
        void nobodyTradesOn(Shape shape) {
            Bot bot = bot(Manner.ENDS);
            try (Cli cli = keep(bot, shape, "--on-lapse", "stop")) {
                ProcessHandle process = bot.process();
                simulator.faults("{\"dropBefore\":1}");
                Await.until("fired", () -> !exchange.firings().isEmpty());
                simulator.faults("{}");
                assertThat(cli.exitCode()).isEqualTo(ExitCode.FIRED);
                assertThat(Bot.runs(process)).isFalse();
                assertThat(bot.heard()).containsExactly("TERM");
            }
        }
    }

    @Nested
    class ItsFirstProcessEnds {

        @ParameterizedTest
        @EnumSource(
                names = {
                    "BACKGROUND",
                    "DAEMON",
                    "DAEMON_WITHOUT_ENVIRONMENT",
                    "DAEMON_FORKED_TWICE",
                    "DAEMON_WITHOUT_DESCRIPTORS"
                })
        void theBotIsGuardedOnAndThatIsSaidOnce(Shape shape) {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = keep(bot, shape, "--on-exit", "disarm")) {
                ProcessHandle process = bot.process();
                assertThat(cli.awaitErr("guarded until")).contains(process.pid() + " (sh)");
                int renewals = exchange.renewals("demo").size();
                Await.until("guarded on", () -> exchange.renewals("demo").size() > renewals + 2);
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(cli.err())
                        .filteredOn(line -> line.contains("guarded until"))
                        .hasSize(1);
                assertThat(bodies()).as("nobody knows how it ended").doesNotContain(DISARM);
            }
        }

        @Test
        void ifItFailedTheRestIsToldToEnd() {
            Bot bot = bot(Manner.ENDS);
            String[] line = line(bot, Shape.EXEC);
            line[line.length - 1] = "sh " + folder + "/bot.sh & until test -e " + folder + "/pid; do :; done; exit 3";
            try (Cli cli = Cli.start(baseUri, line)) {
                ProcessHandle process = bot.process();
                assertThat(cli.exitCode()).isEqualTo(3);
                assertThat(Bot.runs(process)).isFalse();
                assertThat(bot.heard()).containsExactly("TERM");
            }
        }

        @Test
        void aBotThatFailsSoonAfterItsLauncherIsNotDisarmed() {
            Bot bot = bot(Manner.STAYS);
            String[] line = line(bot, Shape.EXEC, "--on-exit", "disarm");
            line[line.length - 1] =
                    "{ sh " + folder + "/bot.sh; } & sleep 1; (sleep 1; echo 1 > " + folder + "/end) & exit 0";
            try (Cli cli = Cli.start(baseUri, line)) {
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(bodies()).doesNotContain(DISARM);
            }
        }

        @Test
        void aHelperThatIsDoneAMomentLaterIsNoMatter() {
            String script = "mkfifo F; cat F > /dev/null & exec 3> F; sleep 8; exit 0".replace("F", folder + "/pipe");
            try (Cli cli =
                    Cli.start(baseUri, "keep", "--timeout", "5", "--on-exit", "disarm", "--", "sh", "-c", script)) {
                assertThat(cli.exitCode()).isZero();
                assertThat(lastBody()).isEqualTo(DISARM);
                assertThat(cli.err())
                        .hasSize(3)
                        .contains(
                                "countdown: ends: the bot ended with 0",
                                "countdown: all: disarmed: its orders stand, unguarded");
            }
        }
    }

    /** Each process makes the next one in a session of its own, and ends. */
    @Nested
    @Tag("thorough")
    class HandsOver {

        private String[] line(String pause, String closing) throws IOException {
            Path chain = Files.writeString(
                    folder.resolve("chain.sh"),
                    """
                    sleep PAUSE
                    [ -e FOLDER/end ] && exit 0
                    echo >> FOLDER/steps
                    setsid sh FOLDER/chain.sh CLOSING &
                    """.replace("PAUSE", pause).replace("CLOSING", closing).replace("FOLDER", folder.toString()));
            return new String[] {
                "keep",
                "--timeout",
                "30",
                "--interval",
                "1s",
                "--arm-within",
                "5m",
                "--on-exit",
                "disarm",
                "--",
                "sh",
                chain.toString()
            };
        }

        private long steps() {
            Path steps = folder.resolve("steps");
            try {
                return Files.exists(steps) ? Files.size(steps) : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @ParameterizedTest
        @CsvSource({"0.05, ''", "0.3, ''", "0.05, 7>&-", "0.3, 7>&-"})
        void theBotIsGuardedOn(String pause, String closing) throws IOException {
            try (Cli cli = Cli.start(baseUri, line(pause, closing))) {
                Await.until("it begins", () -> steps() > 0);
                Instant begin = exchange.now();
                Await.until(
                        "some renewals later",
                        () -> exchange.now().isAfter(begin.plusSeconds(5))
                                || !cli.process().isAlive());
                long steps = steps();
                Await.until("it runs", () -> steps() > steps || !cli.process().isAlive());
                assertThat(cli.out()).noneMatch(line -> line.contains("the bot ended"));
                Files.writeString(folder.resolve("end"), "");
                assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
                assertThat(bodies()).doesNotContain(DISARM);
                assertThat(exchange.firings()).isEmpty();
            }
        }
    }
}
