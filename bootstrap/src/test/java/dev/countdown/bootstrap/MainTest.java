package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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

    @Test
    void anErrorIsInternalAndOneLine() {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new Failing()).setErr(new PrintWriter(err, true));
        assertThat(Main.run(line)).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("countdown: internal error: java.lang.StackOverflowError: too deep");
    }
}
