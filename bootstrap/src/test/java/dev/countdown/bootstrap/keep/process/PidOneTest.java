package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Bot;
import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import dev.countdown.bootstrap.BotTest;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** {@code keep} as the first process of a container. */
@Tag("slow")
@EnabledIf("isOffered")
class PidOneTest extends BotTest {

    private static final List<String> NAMESPACE = List.of("unshare", "-pf", "--kill-child", "--mount-proc");

    static boolean isOffered() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of("/usr/bin/unshare"))
                && new ProcessBuilder("unshare", "-pf", "--mount-proc", "true")
                                .start()
                                .waitFor()
                        == 0;
    }

    /** Whose dead children nobody asks about. */
    @Test
    void theEndOfADaemonIsSeenAndTheCureIsNamed() {
        Bot bot = bot(Manner.STAYS);
        try (Cli cli = Cli.behind(NAMESPACE, Cli.environment(baseUri), line(bot, Shape.DAEMON))) {
            cli.awaitErr("--init");
            cli.awaitErr("guarded until");
            bot.end(0);
            assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
        }
    }

    @Override
    public void endBot() {} // its number is one of the namespace, and ends with it
}
