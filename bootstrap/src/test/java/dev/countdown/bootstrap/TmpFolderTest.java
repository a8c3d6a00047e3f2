package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TmpFolderTest extends SimulatorTest {

    static boolean canMount() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of("/usr/bin/unshare"))
                && new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")
                                .start()
                                .waitFor()
                        == 0;
    }

    @TempDir
    Path folder;

    private Map<String, String> environment() {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder);
        return environment;
    }

    private List<String> mounted(String options) {
        String mount = "mount -t tmpfs -o " + options + " none " + folder + " && exec \"$@\"";
        return List.of("unshare", "-m", "sh", "-c", mount, "sh");
    }

    @Nested
    @EnabledIf("dev.countdown.bootstrap.TmpFolderTest#canMount")
    class ThatCannotBeUsed {

        @Test
        void isNotNeededWhereItIsReadOnly() {
            try (Cli cli = Cli.behind(
                    mounted("ro"), environment(), "keep", "--timeout", "60", "--on-exit", "disarm", "--", "true")) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
            }
        }

        @Test
        void norForAStatusPage() {
            try (Cli cli =
                    Cli.behind(mounted("ro"), environment(), "keep", "--timeout", "60", "--http", "0", "--", "true")) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
            }
        }

        @Test
        void norForASingleRequest() {
            try (Cli cli = Cli.behind(mounted("ro"), environment(), "arm", "--timeout", "60")) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
            }
        }

        @Test
        void keepGoesOnWithoutSystemdWhereItMayRunNothing() {
            Map<String, String> environment = environment();
            environment.put("NOTIFY_SOCKET", "@countdown-nobody-listens");
            try (Cli cli = Cli.behind(mounted("noexec"), environment, "keep", "--timeout", "60", "--", "true")) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
                assertThat(cli.awaitErr("systemd is not told")).contains("-Dio.netty.native.workdir=");
            }
        }
    }

    @Nested
    class ThatCanBeUsed {

        @Test
        void nothingIsLeftThereAfterAKill() throws IOException {
            try (Cli cli = Cli.start(environment(), "keep", "--timeout", "60", "--http", "0")) {
                cli.awaitOut("renewed");
                cli.signal("KILL");
                cli.exitCode();
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        }
    }
}
