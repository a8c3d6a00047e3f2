package dev.countdown.bootstrap.keep.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said at the start of what is watched. */
class WatchedTest {

    private final LivenessOptions options = new LivenessOptions();

    @Test
    void whereAHangIsNotNoticedThatIsSaidWithTheCure() {
        assertThat(options.watched(false))
                .isEqualTo("watched: nothing. A strategy that hangs is not noticed, and its orders stand:"
                        + " add --fresh-file or --health-url, or --stdin-pets");
        options.pid = 7L;
        assertThat(options.watched(true))
                .isEqualTo("watched: the end of the bot; process 7. A strategy that hangs is not noticed,"
                        + " and its orders stand: add --fresh-file or --health-url");
    }

    @Test
    void whereItIsNoticedTheSourcesAreNamedWithoutSecrets() {
        options.freshFile = Path.of("/run/alive");
        options.maxAge = Duration.ofSeconds(10);
        options.healthUrl = "http://127.0.0.1:8080/health?token=secret";
        assertThat(options.watched(true))
                .isEqualTo(
                        "watched: the end of the bot; /run/alive, touched within 10.0 s; http://127.0.0.1:8080/health...");
    }
}
