package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

    @Command
    private static final class Failing implements Runnable {

        @Override
        public void run() {
            throw new StackOverflowError("too deep");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keep --timeout 5 --underlying BTC_USDT", "pet --guard http://127.0.0.1:1 --bot b --scope a/all"
            })
    void whatFollowsTheNameOfABotIsItsOwn(String before) {
        List<String> words = new ArrayList<>(List.of(before.split(" ")));
        List<String> bot = List.of("python3", "bot.py", "--quiet", "--http", "80");
        words.addAll(bot);
        CommandLine.ParseResult parsed =
                Main.commandLine(words.toArray(String[]::new)).parseArgs(words.toArray(String[]::new));
        CommandLine.ParseResult command = parsed.subcommand();
        assertThat(command.matchedPositionalValue(0, List.of())).isEqualTo(bot);
        assertThat(command.hasMatchedOption("--quiet")).isFalse();
    }

    @Test
    void anErrorIsInternalAndOneLine() {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new Failing()).setErr(new PrintWriter(err, true));
        assertThat(Main.run(line)).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("countdown: internal error: java.lang.StackOverflowError: too deep");
    }
}
