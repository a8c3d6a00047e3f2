package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside a configuration file. */
class TargetOptionsTest {

    private static final String KEPT = """
            timeout = 30
            [account.main]
            [[account.main.keep]]
            scope = "all"
            """;

    private final TargetOptions options = new TargetOptions();

    @TempDir
    Path folder;

    @BeforeEach
    void nameAState() {
        options.file = folder.resolve("c.toml");
        options.state = folder.resolve("state");
    }

    @Test
    void theStateMayStandBesideAFileThatNamesNone() throws IOException {
        Files.writeString(folder.resolve("c.toml"), KEPT);
        assertThat(options.config(Map.of()).state()).contains(folder.resolve("state"));
    }

    @Test
    void butNotBesideAFileThatNamesOne() throws IOException {
        Files.writeString(folder.resolve("c.toml"), "state = \"/var/lib/countdown\"\n" + KEPT);
        assertThatThrownBy(() -> options.config(Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--state must not be given where the file holds state: " + options.file);
    }
}
