package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Timeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void aProfileOfAnotherExchangeIsRefused() throws IOException {
        options.file = null;
        options.timeout = Timeout.ofSeconds(30);
        options.profile = Files.writeString(
                folder.resolve("p.json"),
                "{\"market\":\"options\",\"base-url\":\"https://api.gateio.ws/api/v4\",\"firing-delay\":\"0 to"
                        + " 1500 ms after the trigger time\"}");
        assertThat(options.config(Map.of()).targets())
                .singleElement()
                .extracting(target -> target.policy().granularity())
                .isEqualTo(Duration.ofMillis(1_500));
        assertThatThrownBy(() -> options.config(Map.of("COUNTDOWN_BASE_URL", "http://localhost:1/api/v4")))
                .isInstanceOf(UsageException.class)
                .hasMessage("profile is of https://api.gateio.ws/api/v4, not http://localhost:1/api/v4");
    }

    @Test
    void butNotBesideAFileThatNamesOne() throws IOException {
        Files.writeString(folder.resolve("c.toml"), "state = \"/var/lib/countdown\"\n" + KEPT);
        assertThatThrownBy(() -> options.config(Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--state must not be given where the file holds state: " + options.file);
    }
}
