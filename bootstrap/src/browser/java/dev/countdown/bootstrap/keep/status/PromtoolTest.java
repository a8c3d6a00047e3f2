package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus' own tool says of the metrics, and of the alerts. */
class PromtoolTest extends SimulatorTest {

    @TempDir
    Path folder;

    @Test
    void theMetricsOfAKeepAreWellFormed() throws IOException, InterruptedException {
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "30", "--interval", "1s", "--json", "--http", "0")) {
            cli.awaitOut("\"renewed\"");
            simulator.faults("{\"errorRate\":1}");
            cli.awaitOut("\"unknown\"");
            String metrics = get("http://127.0.0.1:" + cli.statusPort() + "/metrics");
            assertThat(metrics)
                    .contains("countdown_state{account=\"\",market=\"options\",scope=\"all\",state=\"armed\"} 1.0")
                    .containsPattern("countdown_renewals_total\\{[^}]*} [1-9]")
                    .containsPattern("countdown_failures_total\\{[^}]*outcome=\"unknown\"[^}]*} [1-9]");
            assertThat(promtool(metrics, "check", "metrics")).isEmpty();
        }
    }

    @Test
    void theAlertsAreRules() throws IOException, InterruptedException {
        Path rules = Path.of("src/dist/prometheus/countdown-rules.yml");
        assertThat(promtool("", "check", "rules", "--lint-fatal", rules.toString()))
                .contains("SUCCESS: 5 rules found");
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** All that it says, and that it was content. */
    private String promtool(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(folder.resolve("input"), input);
        ProcessBuilder tool =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile());
        Process process = tool.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(said).isZero();
        return said;
    }
}
