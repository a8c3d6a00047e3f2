package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import dev.countdown.bootstrap.cli.ExitCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Standard error is a full pipe that nobody reads, and there is something to complain of. */
@Tag("slow")
class FullPipesTest extends BotTest {

    /** A pipe holds this much. */
    private static final List<String> STUFFED = List.of("sh", "-c", "head -c 65536 /dev/zero >&2; exec \"$@\"", "sh");

    private final List<Process> started = new ArrayList<>();

    private Process keep(Bot bot, String... options) throws IOException {
        Path config = folder.resolve("countdown.toml");
        Files.writeString(
                config, "timeout = 5\n[account.a]\n[[account.a.keep]]\nscope = \"all\"\non-exit = \"disarm\"\n");
        List<String> line = new ArrayList<>(List.of("keep", "--config", config.toString(), "--kill-after", "10m"));
        line.addAll(List.of(options));
        line.add("--");
        line.addAll(Shape.EXEC.command(bot));
        Process process = Cli.builder(STUFFED, Cli.environment(baseUri), line)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        started.add(process);
        return process;
    }

    private void complainOfAReload(Process process) throws IOException {
        Files.writeString(folder.resolve("countdown.toml"), "timeout = 1");
        Cli.signal(process.pid(), "HUP");
    }

    private static int codeOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @AfterEach
    void kill() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theBotsEndIsSeen() throws Exception {
        Bot bot = bot(Manner.ENDS);
        Process process = keep(bot);
        bot.process();
        complainOfAReload(process);
        bot.end(0);
        assertThat(codeOf(process)).isZero();
        assertThat(exchange.countdowns()).isEmpty();
    }

    @Test
    void aSignalIsHeard() throws Exception {
        Bot bot = bot(Manner.ENDS);
        Process process = keep(bot);
        bot.process();
        complainOfAReload(process);
        Cli.signal(process.pid(), "TERM");
        assertThat(codeOf(process)).isEqualTo(143);
        assertThat(bot.heard()).containsExactly("TERM");
    }

    @Test
    void itEndsThoughItsLastWordIsAComplaint() throws Exception {
        Bot bot = bot(Manner.ENDS);
        Process process = keep(bot);
        bot.process();
        simulator.faults("{\"dropBefore\":1}");
        bot.end(0);
        assertThat(codeOf(process)).isEqualTo(ExitCode.UNKNOWN);
    }

    @Test
    void itIsServedAndLive() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Bot bot = bot(Manner.ENDS);
        Process process = keep(bot, "--http", String.valueOf(port));
        bot.process();
        complainOfAReload(process);
        HttpRequest live = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(live, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        bot.end(0);
        assertThat(codeOf(process)).isZero();
    }
}
