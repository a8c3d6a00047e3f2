package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Cli;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class CompanionShellTest {

    private static final String MARK = "mark-of-CompanionShellTest";

    private static long pid() {
        return ProcessHandle.current()
                .children()
                .filter(each ->
                        List.of(each.info().arguments().orElse(new String[0])).contains(MARK))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    @Test
    void anAnswerThatComesLateIsTakenForNoLaterOne() throws IOException {
        CompanionShell companion = CompanionShell.start(Guardian.KEEP, MARK, "", Optional.empty(), Scheduler.system());
        try {
            long now = Scheduler.system().nanoTime();
            assertThat(companion.heard("TERM", now)).contains(false);
            Cli.signal(pid(), "STOP");
            assertThat(companion.heard("TERM", now)).as("it cannot answer").isEmpty();
            Cli.signal(pid(), "TERM");
            Cli.signal(pid(), "CONT");
            assertThat(companion.heard("USR1", now)).contains(false);
            assertThat(companion.heard("TERM", now)).contains(true);
            assertThat(companion.heard("TERM", now)).contains(false);
        } finally {
            companion.leave();
        }
    }
}
