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
                .contains("SUCCESS: 6 rules found");
    }

    /** The restart of one node after the other is no alarm; a node that was forgotten is one. */
    @Test
    void nodesThatDifferForLongerThanADeploymentPageSomebody() throws IOException, InterruptedException {
        Path rules = Path.of("src/dist/prometheus/countdown-rules.yml").toAbsolutePath();
        String digest =
                "countdown_scope_digest{account=\"main\",market=\"spot\",scope=\"all\",digest=\"%s\",instance=\"%s\"}";
        Path test = Files.writeString(folder.resolve("test.yml"), """
                rule_files: [%s]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - {series: '%s', values: '1x3 stale'}
                      - {series: '%s', values: '_x4 1x40'}
                      - {series: '%s', values: '1x6 stale'}
                      - {series: '%s', values: '_x7 1x13 stale'}
                      - {series: '%s', values: '_x21 1x20'}
                    alert_rule_test:
                      - {eval_time: 6m, alertname: CountdownNodesDiffer}
                      - {eval_time: 19m, alertname: CountdownNodesDiffer}
                      - eval_time: 27m
                        alertname: CountdownNodesDiffer
                        exp_alerts:
                          - exp_labels: {severity: page, account: main, market: spot, scope: all}
                            exp_annotations: {summary: "the nodes differ in timeout or bots of main spot all"}
                """.formatted(
                        rules,
                        digest.formatted("old", "a"),
                        digest.formatted("new", "a"),
                        digest.formatted("old", "b"),
                        digest.formatted("new", "b"),
                        digest.formatted("old", "c")));
        assertThat(promtool("", "test", "rules", test.toString())).contains("SUCCESS");
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
