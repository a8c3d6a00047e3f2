package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.guard.GuardedScope;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.domain.Timeout;
import dev.countdown.guard.PetJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, against the simulated exchange. */
@Tag("slow")
class GuardTest extends SimulatorTest {

    private static final Pattern PETS = Pattern.compile("hears pets at (http://[^;]+);");
    private static final String TOKEN = "a-token-of-this-test";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Path file(String timeout) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(folder.resolve("guard.toml"), """
                timeout = %s
                [guard]
                listen = "127.0.0.1:0"
                node = "a"
                copies = 2
                token-file = "%s"
                [account.main]
                [[account.main.keep]]
                scope = "all"
                bots = ["mm-1"]
                """.formatted(timeout, token));
    }

    /** A pet; returns the echo for the next one. */
    private long pet(String url, long echo) {
        String body = "{\"session\":1," + (echo == 0 ? "" : "\"echo\":" + echo + ",") + "\"scopes\":[\"main/all\"]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/pets/mm-1"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return PetJson.reply(send(request).getBytes(StandardCharsets.UTF_8)).echo();
    }

    private String get(int port, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    private String send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String pets(Cli cli) {
        Matcher url = PETS.matcher(cli.awaitErr("hears pets at"));
        assertThat(url.find()).isTrue();
        return url.group(1);
    }

    @Test
    void aScopeIsArmedWhileItsBotPetsAndAnEndBySignalSendsNothing() throws IOException {
        try (Cli cli = Cli.start(baseUri, "guard", "--config", file("30").toString(), "--http", "0", "--json")) {
            String url = pets(cli);
            int page = cli.statusPort();
            assertThat(get(page, "/metrics"))
                    .contains("countdown_pet_age_seconds{bot=\"mm-1\"} +Inf", "countdown_bot_silent{bot=\"mm-1\"} 1.0")
                    .contains("countdown_scope_digest{account=\"main\",digest=\""
                            + new GuardedScope(Timeout.ofSeconds(30), List.of("mm-1")).digest()
                            + "\",market=\"options\",scope=\"all\"} 1.0");
            assertThat(get(page, "/may-quote")).startsWith("no order gate here");
            cli.awaitOut("\"reason\":\"this node has armed nothing since its start; silent: mm-1\"");
            assertThat(bodies()).isEmpty();
            long[] echo = {pet(url, 0)};
            Await.until("armed", () -> {
                echo[0] = pet(url, echo[0]);
                return exchange.countdowns().size() == 1;
            });
            assertThat(get(page, "/metrics")).contains("countdown_bot_silent{bot=\"mm-1\"} 0.0");
            assertThat(get(page, "/api/countdowns"))
                    .contains("\"node\":\"a\",\"bots\":[{\"bot\":\"mm-1\",\"silent\":false,\"ageMs\":");
            cli.awaitOut(
                    line -> line.contains("\"armed\"") && line.contains("each bot learns from its own gate"), "armed");
            cli.signal("HUP");
            cli.awaitErr("reloaded: nothing to change");
            int sent = bodies().size();
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(ExitCode.ofSignal(15));
            assertThat(bodies()).hasSize(sent);
            assertThat(cli.err())
                    .anyMatch(line -> line.matches(
                            "countdown: main all: this node sends nothing more; what it sent guards the orders for another"
                                    + " \\d+\\.\\d s; other nodes may go on, and without one what was armed runs out"));
            assertThat(exchange.countdowns()).hasSize(1);
        }
    }

    @Test
    void aBotThatFallsSilentIsSaidAndItsSwitchFires() throws IOException {
        try (Cli cli = Cli.start(baseUri, "guard", "--config", file("5").toString(), "--json")) {
            String url = pets(cli);
            long[] echo = {pet(url, 0)};
            Await.until("armed", () -> {
                echo[0] = pet(url, echo[0]);
                return exchange.countdowns().size() == 1;
            });
            cli.awaitOut(line -> line.contains("\"expiring\"") && line.contains("silent: mm-1"), "the silent bot");
            Await.until("fired", () -> !exchange.firings().isEmpty());
        }
    }

    @Test
    void aFileForKeepIsRefusedAndTheOtherWayRound() throws IOException {
        Path guard = file("30");
        Path keep = Files.writeString(
                folder.resolve("keep.toml"), "timeout = 30\n[account.main]\n[[account.main.keep]]\nscope = \"all\"\n");
        try (Cli one = Cli.start(baseUri, "keep", "--config", guard.toString());
                Cli other = Cli.start(baseUri, "guard", "--config", keep.toString());
                Cli check = Cli.start(baseUri, "check", "--keys", guard.toString())) {
            assertThat(one.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(one.err()).singleElement().asString().contains("must name a file without [guard]");
            assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(other.err()).singleElement().asString().contains("must name a file with [guard]");
            assertThat(check.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(check.out())
                    .anyMatch(line ->
                            line.matches("OK main all: timeout 30s, every 7.5 s, at .* of bots mm-1, digest .*"))
                    .anyMatch(line -> line.startsWith("OK node a hears pets at 127.0.0.1:0 by plain HTTP")
                            && line.endsWith("; copies of each scope: 2"))
                    .anyMatch(line -> line.startsWith("OK the token can be used"));
        }
        assertThat(bodies()).isEmpty();
    }

    @Test
    void checkRefusesAListWithoutThisNodeAsGuardDoes() throws IOException {
        Path file = file("30");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("copies = 2", "copies = 1\nnodes = ['http://127.0.0.1:1', 'http://127.0.0.1:2']"));
        String why =
                "nodes must name this node, which self, or COUNTDOWN_SELF, or the address of listen says: 127.0.0.1:";
        try (Cli guard = Cli.start(baseUri, "guard", "--config", file.toString());
                Cli check = Cli.start(baseUri, "check", file.toString())) {
            assertThat(guard.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(guard.err()).singleElement().asString().startsWith("countdown: " + why);
            assertThat(check.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(check.err()).singleElement().asString().startsWith("ERROR " + why);
        }
    }

    /** The exchange acknowledges a countdown for a name that does not exist. */
    @Test
    void aWrongNameIsSaidAtTheStartAndByCheck() throws IOException {
        Path file = file("30");
        Files.writeString(file, Files.readString(file).replace("\"all\"", "\"underlying:btcusdt\""));
        try (Cli cli = Cli.start(baseUri, "guard", "--config", file.toString())) {
            cli.awaitErr("countdown: main underlying:btcusdt: btcusdt is not written as Gate writes an underlying");
            pets(cli);
        }
        try (Cli check = Cli.start(baseUri, "check", "--keys", file.toString())) {
            assertThat(check.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(check.err())
                    .anyMatch(line -> line.startsWith(
                            "WARNING main underlying:btcusdt: the exchange lists no underlying btcusdt, so it has no"));
        }
    }
}
