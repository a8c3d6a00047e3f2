package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A bot that made itself another user's: {@code keep} may not end it. */
@Tag("slow")
@EnabledIf("isOffered")
class UnkillableTest extends SimulatorTest {

    private static final List<String> WITHOUT_THE_RIGHT_TO_KILL = List.of("setpriv", "--bounding-set=-kill");

    @TempDir
    Path folder;

    static boolean isOffered() throws IOException {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"))
                && Files.getOwner(Path.of("/proc/self")).getName().equals("root");
    }

    @AfterEach
    void end() throws IOException {
        if (Files.exists(folder.resolve("pid"))) {
            Cli.signal(Long.parseLong(Files.readString(folder.resolve("pid")).strip()), "KILL");
        }
    }

    @Test
    void whoIsLeftIsNamedAndNothingIsDisarmed() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        String bot =
                "echo $$ > " + folder + "/new; mv " + folder + "/new " + folder + "/pid; while :; do sleep 1; done";
        try (Cli cli = Cli.behind(
                WITHOUT_THE_RIGHT_TO_KILL,
                Cli.environment(baseUri),
                "keep",
                "--timeout",
                "5",
                "--on-exit",
                "disarm",
                "--kill-after",
                "1s",
                "--",
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "sh",
                "-c",
                bot)) {
            Await.until("the bot runs", () -> Files.exists(folder.resolve("pid")));
            cli.signal("TERM");
            cli.awaitErr("killed");
            int renewals = exchange.renewals("demo").size();
            String left = cli.awaitErr("still run");
            assertThat(exchange.renewals("demo").size()).as("but one under way").isLessThanOrEqualTo(renewals + 1);
            assertThat(left).contains(Files.readString(folder.resolve("pid")).strip() + " (sh)");
            assertThat(cli.process().onExit().join().exitValue()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(bodies()).doesNotContain("{\"timeout\":0}");
        }
    }
}
