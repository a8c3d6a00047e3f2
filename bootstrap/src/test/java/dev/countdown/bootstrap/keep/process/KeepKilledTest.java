package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Bot;
import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import dev.countdown.bootstrap.BotTest;
import dev.countdown.bootstrap.Cli;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code keep} itself dies, of SIGKILL or for want of memory: nobody guards the bot any more. */
@Tag("slow")
class KeepKilledTest extends BotTest {

    @ParameterizedTest
    @EnumSource(names = {"EXEC", "SHELL", "SETSID", "DAEMON", "DAEMON_WITHOUT_ENVIRONMENT"})
    void theBotIsToldToEnd(Shape shape) {
        goesWithKeep(Manner.ENDS, shape);
    }

    @Test
    void oneThatStaysIsKilled() {
        goesWithKeep(Manner.STAYS, Shape.SHELL, "--kill-after", "1s");
    }

    private void goesWithKeep(Manner manner, Shape shape, String... options) {
        Bot bot = bot(manner);
        try (Cli cli = keep(bot, shape, options)) {
            ProcessHandle process = bot.process();
            cli.awaitOut("renewed");
            cli.signal("KILL");
            String told = cli.awaitErr(
                    "keep was killed, so nothing is renewed and the switch fires; its bot was told to end: ");
            assertThat(told.replaceAll(".*told to end: ", "").split(" ")).doesNotHaveDuplicates();
            Await.until("the bot is gone", () -> !Bot.runs(process));
            assertThat(bot.heard()).containsExactly("TERM");
        }
    }

    @Test
    void itIsLeftAloneIfThatIsWanted() {
        Bot bot = bot(Manner.ENDS);
        try (Cli cli = keep(bot, Shape.EXEC, "--on-orphan", "leave")) {
            ProcessHandle process = bot.process();
            cli.awaitOut("renewed");
            cli.signal("KILL");
            cli.awaitErr("keep was killed, so nothing is renewed and the switch fires; its bot runs on, unguarded");
            Await.until("fired", () -> !exchange.firings().isEmpty());
            assertThat(Bot.runs(process)).isTrue();
            assertThat(bot.heard()).isEmpty();
        }
    }
}
