package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Bot;
import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import dev.countdown.bootstrap.BotTest;
import dev.countdown.bootstrap.Cli;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each signal reaches the bot once, also where others get it. */
@Tag("slow")
class BotSignalsTest extends BotTest {

    /** The last that the companion learns to hear. */
    private static final int USR2 = 12;

    /** Until then nobody can tell whether the whole group got a signal. */
    private static void awaitCompanion(Cli cli, Bot bot) {
        Await.until(
                "the companion listens",
                () -> ProcessTable.read().stream()
                        .filter(each -> each.parent() == keeper(cli, bot)
                                && each.pid() != bot.process().pid())
                        .anyMatch(each -> ProcessTable.withCaught(each).catches(USR2)));
    }

    /** One that is sent to keep alone, and passed on after all that was passed on before. */
    private static void awaitLast(Cli cli, Bot bot) {
        Cli.signal(keeper(cli, bot), "USR1");
        bot.awaitHeard("USR1");
    }

    /** The process of keep, below any wrapper. */
    private static long keeper(Cli cli, Bot bot) {
        return cli.process()
                .toHandle()
                .descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .map(ProcessHandle::pid)
                .orElse(cli.process().pid());
    }

    @Nested
    class ToTheWholeProcessGroup {

        @ParameterizedTest
        @EnumSource(names = {"EXEC", "SHELL", "SETSID"})
        void aTermIsHeardOnce(Shape shape) {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = Cli.behind(List.of("setsid"), Cli.environment(baseUri), line(bot, shape))) {
                bot.process();
                awaitCompanion(cli, bot);
                Cli.signal(-cli.process().pid(), "TERM");
                bot.awaitHeard("TERM");
                awaitLast(cli, bot);
                assertThat(bot.heard()).containsExactly("TERM", "USR1");
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(143);
            }
        }

        /** It signals keep, and then the group that both are in. */
        @Test
        void anInterruptOfTimeoutIsHeardOnce() {
            Bot bot = bot(Manner.STAYS);
            List<String> timeout = List.of("timeout", "-s", "INT", "1000");
            try (Cli cli = Cli.behind(timeout, Cli.environment(baseUri), line(bot, Shape.EXEC))) {
                bot.process();
                awaitCompanion(cli, bot);
                cli.signal("ALRM"); // its time is over
                bot.awaitHeard("INT");
                awaitLast(cli, bot);
                assertThat(bot.heard()).containsExactly("INT", "USR1");
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(124);
            }
        }
    }

    @Nested
    class ToTheWholeControlGroup {

        /** As systemd sends it, one process after the other, with its default KillMode. */
        @Test
        void aTermIsHeardOnce() throws Exception {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = Cli.start(baseUri, line(bot, Shape.EXEC))) {
                bot.process();
                awaitCompanion(cli, bot);
                List<String> kill = new ArrayList<>(List.of(
                        "kill", "-s", "TERM", String.valueOf(cli.process().pid())));
                cli.process().descendants().forEach(each -> kill.add(String.valueOf(each.pid())));
                assertThat(new ProcessBuilder(kill).start().onExit().get()).isNotNull();
                bot.awaitHeard("TERM");
                awaitLast(cli, bot);
                assertThat(bot.heard()).containsExactly("TERM", "USR1");
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(143);
            }
        }
    }

    @Nested
    class OnATerminal {

        private Cli onTerminal(Bot bot, Shape shape) {
            String line = Cli.quoted(Cli.environment(baseUri), line(bot, shape));
            List<String> script = List.of("script", "-qec", "exec " + line, "/dev/null");
            return Cli.wrapper(script, Cli.environment(baseUri));
        }

        private void press(Cli cli, char key) throws IOException {
            OutputStream keyboard = cli.process().getOutputStream();
            keyboard.write(key);
            keyboard.flush();
        }

        @ParameterizedTest
        @EnumSource(names = {"EXEC", "SHELL", "SETSID"})
        void controlCIsHeardOnce(Shape shape) throws IOException {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = onTerminal(bot, shape)) {
                bot.process();
                awaitCompanion(cli, bot);
                press(cli, '\003');
                bot.awaitHeard("INT");
                awaitLast(cli, bot);
                assertThat(bot.heard()).containsExactly("INT", "USR1");
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(shape == Shape.SHELL ? 138 : 130); // USR1 kills a shell
            }
        }

        @Test
        void anInterruptForKeepAloneIsPassedOn() {
            Bot bot = bot(Manner.STAYS);
            try (Cli cli = onTerminal(bot, Shape.EXEC)) {
                bot.process();
                awaitCompanion(cli, bot);
                Cli.signal(keeper(cli, bot), "INT");
                bot.awaitHeard("INT");
                bot.end(0);
                assertThat(cli.exitCode()).isEqualTo(130);
            }
        }
    }
}
