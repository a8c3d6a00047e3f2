package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.guard.PetJson;
import dev.countdown.guard.PetReply;
import dev.countdown.testing.InMemoryExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP on loopback: bots, and those that pretend to be. */
class PetServerTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String SCOPE = "main/underlying:BTC_USDT";
    private static final String PET = "{\"session\":5,\"scopes\":[\"" + SCOPE + "\"]}";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final RunningKeepers keepers =
            new RunningKeepers(target -> InMemoryExchange.on(Scheduler.system()).gateway(), Liveness.UNWATCHED);
    private GuardSection guard;
    private PetServer server;

    @BeforeEach
    void start() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        guard = ConfigFile.read(Files.writeString(folder.resolve("guard.toml"), """
                        timeout = 30
                        [guard]
                        listen = "127.0.0.1:0"
                        node = "a"
                        token-file = "%s"
                        [account.main]
                        [[account.main.keep]]
                        scope = "underlying:BTC_USDT"
                        bots = ["mm-1"]
                        """.formatted(token)), Map.of())
                .guard()
                .orElseThrow();
        GuardNode node = new GuardNode(guard, Scheduler.system(), 0);
        node.start(keepers);
        server = PetServer.start(guard, node, Scheduler.system(), complaints::add);
    }

    @AfterEach
    void stop() {
        server.close();
        keepers.closeAll(target -> CloseMode.EXPIRE, report -> {});
    }

    private HttpRequest.Builder pet(String bot, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + "/v1/pets/" + bot))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private PetReply heard(String body) {
        HttpResponse<String> answer = send(pet("mm-1", body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return PetJson.reply(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBotThatShowsTheEchoIsGuarded() {
        PetReply hello = heard(PET);
        assertThat(hello.node()).isEqualTo("a");
        assertThat(hello.scopes().get(SCOPE).guardedForMs()).isZero();
        assertThat(hello.scopes().get(SCOPE).silent()).containsExactly("mm-1");
        long[] echo = {hello.echo()};
        Await.until("armed", () -> {
            PetReply next = heard("{\"session\":5,\"echo\":" + echo[0] + ",\"scopes\":[\"" + SCOPE + "\"]}");
            echo[0] = next.echo();
            return next.scopes().get(SCOPE).state() == KeeperState.ARMED
                    && next.scopes().get(SCOPE).guardedForMs() > 20_000;
        });
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer 0123456789abcdeF", "Basic 0123456789abcdef", "0123456789abcdef"
            })
    void whoDoesNotShowTheTokenLearnsNothingAndIsHungUpOn(String authorization) {
        for (String path : List.of("/v1/pets/mm-1", "/v1/pets/nobody", "/", "/metrics")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server.url() + path)).POST(BodyPublishers.ofString("{"));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            HttpResponse<String> answer = send(request);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("not authorized\n");
            assertThat(answer.headers().firstValue("Connection")).contains("close");
        }
        assertThat(complaints).singleElement().asString().contains("401").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mm-1 | {                       | 400",
                "mm-1 | []                      | 400",
                "mm-1 | {\"session\":\"5\"}     | 400",
                "mm-1 | {\"session\":5}         | 400",
                "mm-1 | {\"session\":-1,\"scopes\":[\"all\"]} | 400",
                "mm-1 | {\"session\":1e999,\"scopes\":[\"all\"]} | 400",
                "a%2fb | {\"session\":5,\"scopes\":[\"all\"]} | 400",
                "nobody | {\"session\":5,\"scopes\":[\"all\"]} | 404",
            })
    void aPetThatIsWrongIsRefusedInOneLine(String bot, String body, int status) {
        HttpResponse<String> answer = send(pet(bot, body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body().lines()).singleElement().asString().contains(" must ");
    }

    @Test
    void whatIsNoPetIsRefused() {
        URI url = URI.create(server.url() + "/v1/pets/mm-1");
        assertThat(send(pet("mm-1", PET).uri(URI.create(server.url() + "/v2/x")))
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> get = send(pet("mm-1", PET).uri(url).GET());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        HttpRequest.Builder form = HttpRequest.newBuilder(url)
                .header("Authorization", "bearer " + TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(PET));
        assertThat(send(form).statusCode()).isEqualTo(415);
    }

    @Test
    void anOlderProcessOfABotIsToldOfTheNewerOne() {
        heard(PET);
        HttpResponse<String> answer = send(pet("mm-1", PET.replace("5", "4")));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(PetJson.superseded(answer.body().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(5);
    }

    @Test
    void aHugeBodyIsRefusedWhetherItsLengthIsSaidOrNot() throws IOException {
        assertThat(begun("Content-Length: 99999999\r\n", "{")).startsWith("HTTP/1.1 413");
        assertThat(begun("Content-Length: 99999999999999999999\r\n", "{")).startsWith("HTTP/1.1 4");
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        assertThat(begun("Transfer-Encoding: chunked\r\n", chunk.repeat(9))).startsWith("HTTP/1.1 413");
        heard(PET);
    }

    /** What is answered to a request that goes no further. */
    private String begun(String header, String body) throws IOException {
        try (Socket socket = connect()) {
            write(socket, head(header) + body);
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    @Tag("slow")
    void whoSendsNothingOrHalfAPetIsCutOff() throws IOException {
        try (Socket silent = connect();
                Socket half = connect();
                Socket stranger = connect()) {
            write(half, head("Content-Length: 100\r\n") + "{");
            write(stranger, "POST /v1/pets/mm-1 HTTP/1.1\r\nX: ");
            for (Socket socket : List.of(silent, half, stranger)) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        heard(PET);
    }

    @Test
    @Tag("slow")
    void strangersKeepNoBotOut() throws IOException {
        List<Socket> strangers = new ArrayList<>();
        try (Socket bot = connect()) {
            pet(bot);
            for (int i = 0; i < 1_500; i++) {
                strangers.add(connect());
            }
            pet(bot);
            heard(PET);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private void pet(Socket bot) throws IOException {
        write(bot, head("Content-Length: " + PET.length() + "\r\n") + PET);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\"digest\"") < 0) {
            int next = bot.getInputStream().read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 200");
        bot.getInputStream().skipNBytes(bot.getInputStream().available());
    }

    private static String head(String header) {
        return "POST /v1/pets/mm-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Type: application/json\r\n" + header + "\r\n";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        socket.setSoTimeout(Math.toIntExact(Cli.PATIENCE.toMillis()));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789abcde, rw-------, token must be 16 to 1024 printable ASCII characters",
        "0123456789 abcdef, rw-------, token must be 16 to 1024 printable ASCII characters",
        "0123456789abcdef, rw-r--r--, token-file: secret file must not be readable by group or others"
    })
    void aTokenThatOthersCanGuessOrReadIsRefused(String text, String permissions, String complaint) throws IOException {
        Path token = Files.writeString(guard.tokenFile(), text);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(permissions));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        GuardNode node = new GuardNode(guard, Scheduler.system(), 0);
        assertThatThrownBy(() -> PetServer.start(guard, node, Scheduler.system(), complaints::add))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining(text);
    }

    @Test
    void aTokenFileThatIsMissingIsRefusedByTheNameOfItsKey() throws IOException {
        Files.delete(guard.tokenFile());
        GuardNode node = new GuardNode(guard, Scheduler.system(), 0);
        assertThatThrownBy(() -> PetServer.start(guard, node, Scheduler.system(), complaints::add))
                .isInstanceOf(UsageException.class)
                .hasMessage("token-file: secret file cannot be read: " + guard.tokenFile());
    }
}
