package dev.countdown.bootstrap.pet;

import static dev.countdown.bootstrap.pet.PetNode.SCOPE;
import static dev.countdown.bootstrap.pet.PetNode.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Bot;
import dev.countdown.bootstrap.Cli;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real command and a real bot, beside nodes on loopback. */
@Tag("slow")
class PetTest {

    private static final Map<String, String> TOKEN_GIVEN = Map.of("COUNTDOWN_PET_TOKEN", TOKEN);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final PetNode a = new PetNode(vertx);
    private final PetNode b = new PetNode(vertx);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private List<String> line(String... more) {
        List<String> line = new ArrayList<>(List.of("pet", "--guard", a.url(), "--guard", b.url(), "--bot", "mm-1"));
        line.addAll(List.of("--scope", SCOPE));
        if (!List.of(more).contains("--arm-within")) {
            line.addAll(List.of("--arm-within", "5m"));
        }
        line.addAll(List.of(more));
        return line;
    }

    private Cli pet(String... more) {
        return Cli.start(TOKEN_GIVEN, line(more).toArray(String[]::new));
    }

    private static String url(Cli cli) {
        return cli.awaitErr("order gate at").replaceAll(".*(http://[0-9.:]+).*", "$1");
    }

    private static HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private static HttpResponse<String> reconciled(String url, int lapse) {
        return send(HttpRequest.newBuilder(URI.create(url + "/api/reconciled"))
                .header("X-Countdown", "reconciled")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + SCOPE + "\",\"lapse\":" + lapse + "}"))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertNoToken(Cli cli) {
        assertThat(cli.out() + "\n" + cli.err()).doesNotContain(TOKEN);
    }

    @Test
    void aBotIsPettedAndAsksTheJoinedGate() {
        String script = "echo url=$COUNTDOWN_URL token=$COUNTDOWN_PET_TOKEN.; while [ ! -e " + folder.resolve("end")
                + " ]; do sleep 0.1; done; exit 7";
        try (Cli cli = pet("--http", "0", "--allow-reconciled", "--json", "--", "sh", "-c", script)) {
            String url = url(cli);
            cli.awaitErr("url=" + url + " token=.");
            cli.awaitOut("\"event\":\"lapsed\",\"bot\":\"mm-1\",\"scope\":\"" + SCOPE + "\",\"lapse\":1");
            assertThat(get(url + "/may-quote").statusCode()).isEqualTo(409);
            assertThat(reconciled(url, 2).statusCode()).isEqualTo(404);
            assertThat(reconciled(url, 1).statusCode()).isEqualTo(200);
            assertThat(get(url + "/may-quote?contract=BTC_USDT-20270326-100000-C&margin=1000"))
                    .satisfies(yes -> assertThat(yes.statusCode()).isEqualTo(200))
                    .satisfies(yes -> assertThat(yes.body()).contains("\"mayQuote\":true", SCOPE));
            assertThat(get(url + "/may-quote?contract=ETH_USDT-20270326-5000-P").statusCode())
                    .isEqualTo(409);
            assertThat(get(url + "/may-quote?margin=60000").body()).contains("less than the margin of 60000 ms");
            assertThat(get(url + "/may-quote?margin=-1").statusCode()).isEqualTo(400);
            assertThat(get(url + "/nothing").statusCode()).isEqualTo(404);

            a.close();
            cli.awaitOut("\"event\":\"node_lost\"");
            assertThat(get(url + "/gate").body())
                    .contains("\"mayQuote\":true", "\"node\":\"" + a.url() + "\",\"reason\":", "\"digests\"");
            assertThat(b.isSilent()).isFalse();

            Await.until("end", () -> create("end"));
            assertThat(cli.exitCode()).isEqualTo(7);
            assertThat(cli.err())
                    .anyMatch(line -> line.startsWith("countdown: ends: the bot ended with 7")
                            && line.endsWith(
                                    "; each node that requires the bot for " + SCOPE + " stops renewing that, and"
                                            + " what it armed of it runs out unless a newer process of the bot pets"));
            Await.until("silent", b::isSilent);
            assertNoToken(cli);
        }
    }

    @Test
    void aBotWhosePetIsKilledIsToldToEnd() {
        Bot bot = new Bot(folder, Bot.Manner.ENDS);
        try (Cli cli = pet("--", "sh", folder.resolve("bot.sh").toString())) {
            ProcessHandle process = bot.process();
            Await.until(
                    "a shell is beside pet, which outlives it",
                    () -> cli.process()
                            .children()
                            .anyMatch(child -> List.of(child.info().arguments().orElse(new String[0]))
                                    .contains("countdown-companion")));
            cli.signal("KILL");
            cli.awaitErr(
                    "countdown: pet was killed, so the nodes are petted no more, and those that require the bot stop"
                            + " renewing; its bot was told to end: ");
            Await.until("the bot is gone", () -> !Bot.runs(process));
        } finally {
            bot.kill();
        }
    }

    private boolean create(String name) {
        try {
            Files.writeString(folder.resolve(name), "");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aBotThatHangsIsPettedNoMoreUntilItLivesAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("alive"), "");
        try (Cli cli = pet("--json", "--fresh-file", file.toString(), "--max-age", "1h")) {
            cli.awaitOut("\"event\":\"alive\"");
            Await.until("two pets", () -> a.heard() > 2);
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            cli.awaitOut("\"event\":\"dead\"");
            Await.until("silent", a::isSilent);
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            Await.until("heard again", () -> !a.isSilent());
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(143);
            assertThat(cli.err())
                    .contains("countdown: ends: told to end by SIGTERM; each node that requires the bot for " + SCOPE
                            + " stops renewing that, and what it armed of it runs out unless a newer process of"
                            + " the bot pets");
        }
    }

    @Test
    void theOlderOfTwoProcessesEndsAndEndsItsBot() {
        Bot bot = new Bot(folder, Bot.Manner.ENDS);
        String script = folder.resolve("bot.sh").toString();
        try (Cli older = pet("--json", "--", "sh", script)) {
            ProcessHandle process = bot.process();
            try (Cli newer = pet()) {
                newer.awaitOut("lapsed");
                older.awaitOut("\"event\":\"superseded\"");
                assertThat(older.exitCode()).isEqualTo(3);
                assertThat(older.err())
                        .contains(
                                "countdown: ends: a newer process of bot mm-1 was heard; this process pets no more, and"
                                        + " what is guarded depends on the newer one");
                assertThat(Bot.runs(process)).isFalse();
                assertThat(newer.out()).noneMatch(line -> line.contains("superseded"));
            }
        } finally {
            bot.kill();
        }
    }

    @Test
    void anotherListOfNodesIsReadBySighup() throws IOException {
        Path file = Files.writeString(folder.resolve("nodes"), "# the first one\n" + a.url() + "\n");
        try (Cli cli = Cli.start(
                TOKEN_GIVEN, "pet", "--guard-file", file.toString(), "--bot", "mm-1", "--scope", SCOPE, "--json")) {
            cli.awaitOut("\"event\":\"lapsed\"");
            Files.writeString(file, "https://user:s3cret@b");
            cli.signal("HUP");
            cli.awaitErr("not reloaded: --guard-file: node must not hold a user or password");
            Files.writeString(file, b.url() + "\n");
            cli.signal("HUP");
            cli.awaitOut("\"event\":\"nodes_changed\",\"bot\":\"mm-1\",\"nodes\":[\"" + b.url() + "\"]");
            cli.awaitOut("\"event\":\"node_heard\",\"bot\":\"mm-1\",\"node\":\"" + b.url());
            Await.until("the node of before is let go", a::isSilent);
            assertThat(b.isSilent()).isFalse();
            assertThat(cli.out()).noneMatch(line -> line.contains("\"lapse\":2"));
            assertThat(cli.err()).noneMatch(line -> line.contains("s3cret"));
        }
    }

    @Test
    void nodesThatDifferAreToldLoudly() {
        b.guarding(30_000, "mm-1", "mm-2");
        try (Cli cli = pet("--json")) {
            cli.awaitOut("\"event\":\"digests_differ\"");
            cli.awaitErr("they differ in its timeout or its bots");
        }
    }

    @Test
    void aGapIsALapseAndTheGateFileGoes() {
        Path gate = folder.resolve("gate");
        Map<String, String> environment =
                Map.of("COUNTDOWN_PET_TOKEN", TOKEN, "RUNTIME_DIRECTORY", Cli.runtimeFolder());
        try (Cli cli = Cli.start(
                environment, line("--json", "--gate-file", gate.toString()).toArray(String[]::new))) {
            String command = cli.awaitErr("; reconcile the orders, then say so: countdown ")
                    .replaceAll(".*say so: countdown ", "");
            assertThat(command).isEqualTo("reconciled " + SCOPE + " --lapse 1 --bot mm-1");
            assertThat(gate).doesNotExist();
            assertReconciled(environment, command.split(" "));
            cli.awaitOut("\"event\":\"open\"");
            Await.until("open", () -> Files.exists(gate));
            a.guarding(0, "mm-1");
            b.guarding(0, "mm-1");
            cli.awaitOut("\"event\":\"shut\"");
            Await.until("shut", () -> !Files.exists(gate));
        }
    }

    /** Each has a lapse 1 of its own: who reconciled the orders of one must not open the gate of the other. */
    @Test
    void oneOfTwoBotsOnOneHostIsReconciled() {
        Map<String, String> environment =
                Map.of("COUNTDOWN_PET_TOKEN", TOKEN, "RUNTIME_DIRECTORY", Cli.runtimeFolder());
        Stream.of(a, b).forEach(node -> node.guarding(30_000, "mm-1", "mm-2"));
        try (Cli first = Cli.start(environment, line("--json").toArray(String[]::new));
                Cli second = Cli.start(
                        environment,
                        line("--json").stream()
                                .map(word -> word.equals("mm-1") ? "mm-2" : word)
                                .toArray(String[]::new))) {
            String command = first.awaitErr("say so: countdown ").replaceAll(".*say so: countdown ", "");
            assertThat(second.awaitErr("say so: countdown ")).endsWith(SCOPE + " --lapse 1 --bot mm-2");
            String both = "process " + first.process().pid() + ": " + SCOPE + " of bot mm-1, lapse 1";
            assertRefused(environment, both, "reconciled", SCOPE, "--lapse", "1");
            assertRefused(environment, both, "reconciled");

            assertReconciled(environment, command.split(" "));
            first.awaitOut("\"event\":\"open\"");
            assertThat(second.out()).noneMatch(line -> line.contains("\"event\":\"open\""));
            assertRefused(
                    environment,
                    "process " + first.process().pid() + ": " + SCOPE + " of bot mm-1, no lapse",
                    "reconciled",
                    SCOPE,
                    "--lapse",
                    "1");
            assertThat(second.out()).noneMatch(line -> line.contains("\"event\":\"open\""));
            assertReconciled(
                    environment,
                    "reconciled",
                    "--pid",
                    String.valueOf(second.process().pid()));
            second.awaitOut("\"event\":\"open\"");
        }
    }

    private static void assertReconciled(Map<String, String> environment, String... command) {
        try (Cli says = Cli.start(environment, command)) {
            assertThat(says.exitCode()).as("%s", says.err()).isZero();
            assertThat(says.out()).containsExactly("reconciled " + SCOPE + ", lapse 1");
        }
    }

    private static void assertRefused(Map<String, String> environment, String named, String... command) {
        try (Cli says = Cli.start(environment, command)) {
            assertThat(says.exitCode()).isEqualTo(2);
            assertThat(says.out()).isEmpty();
            assertThat(says.err())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "countdown: nothing was closed, because more than one process of this host may be meant: ")
                    .contains(named)
                    .endsWith("; add --bot NAME of a pet, or --pid N");
        }
    }

    @Test
    void aBotIsNotStartedWhereNoNodeProvesAnything() {
        a.guarding(0, "mm-1");
        b.close();
        Path started = folder.resolve("started");
        try (Cli cli = pet("--arm-within", "1s", "--", "touch", started.toString())) {
            assertThat(cli.exitCode()).isEqualTo(4);
            assertThat(cli.err()).anyMatch(line -> line.contains("ends: not guarded within 1.0 s: " + SCOPE));
            assertThat(started).doesNotExist();
        }
    }

    /** Such as one that was added to one node so far: the other one would renew over its death. */
    @Test
    void aBotIsNotStartedWhileANodeDoesNotRequireIt() {
        b.guarding(30_000, "mm-2");
        Path started = folder.resolve("started");
        try (Cli cli = pet("--json", "--arm-within", "10s", "--", "touch", started.toString())) {
            cli.awaitOut("\"event\":\"digests_differ\"");
            int before = a.heard();
            Await.until("twelve seconds of pets", () -> a.heard() >= before + 24);
            assertThat(started).doesNotExist();
            b.guarding(30_000, "mm-1");
            assertThat(cli.exitCode()).isZero();
            assertThat(started).exists();
        }
    }

    /** Else an end would let the switch fire that its nodes keep. */
    @Test
    void aBotThatWaitsForProofsToCountAgainIsNotGivenUp() {
        a.settling(60_000);
        Path started = folder.resolve("started");
        try (Cli cli = pet("--arm-within", "10s", "--json", "--", "touch", started.toString())) {
            cli.awaitErr("its timeout was changed");
            int before = a.heard();
            Await.until("twelve seconds of pets", () -> a.heard() >= before + 24);
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(143);
            assertThat(started).doesNotExist();
        }
    }

    @Test
    void aWrongTokenIsSaidAndNotShown() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "wr0ng-t0k3n-0f-p3ts\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        try (Cli cli =
                Cli.start(Map.of(), line("--token-file", token.toString()).toArray(String[]::new))) {
            cli.awaitErr("it refuses the token, with status 401");
            assertEndsUnheard(cli);
            assertThat(cli.out() + "" + cli.err()).doesNotContain("wr0ng-t0k3n-0f-p3ts");
        }
    }

    private static void assertEndsUnheard(Cli cli) {
        cli.signal("TERM");
        assertThat(cli.exitCode()).isEqualTo(143);
        assertThat(cli.err())
                .contains("countdown: ends: told to end by SIGTERM; no node is known to require the bot for " + SCOPE
                        + ", so what they do is not known here");
    }

    @Test
    void aBotThatNoNodeRequiresEndsWithoutAnyEffect() {
        try (Cli cli = Cli.start(TOKEN_GIVEN, "pet", "--guard", a.url(), "--bot", "mm-9", "--scope", SCOPE, "--json")) {
            cli.awaitErr("it does not know bot mm-9");
            assertEndsUnheard(cli);
        }
    }

    @Test
    void aBotThatIsRequiredNoMoreIsToldSo() {
        try (Cli cli = pet("--json")) {
            cli.awaitOut("\"event\":\"lapsed\"");
            Stream.of(a, b).forEach(node -> node.guarding(30_000, "mm-2"));
            cli.awaitOut("\"event\":\"not_required\",\"bot\":\"mm-1\",\"scope\":\"" + SCOPE + "\"");
            assertEndsUnheard(cli);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scope all            | --scope must be ACCOUNT/SCOPE or ACCOUNT/MARKET/SCOPE, such as main/underlying:BTC_USDT or main/spot/pair:BTC_USDT: 'all': the account is missing",
                "--scope main/nothing   | --scope must be ACCOUNT/SCOPE or ACCOUNT/MARKET/SCOPE, such as main/underlying:BTC_USDT or main/spot/pair:BTC_USDT: 'main/nothing': scope must be all, underlying:NAME, contract:NAME or pair:NAME: 'nothing'",
                "--scope main/spot/underlying:B | --scope must be ACCOUNT/SCOPE or ACCOUNT/MARKET/SCOPE, such as main/underlying:BTC_USDT or main/spot/pair:BTC_USDT: 'main/spot/underlying:B': a scope of market spot must be all or pair:NAME: underlying:B",
                "--guard http://10.0.0.1:1 | --guard: node must be https unless its host is loopback: http://10.0.0.1:1",
                "--trust /nowhere | --trust: trusted certificates must be a file that can be read, of at most 8 MiB: /nowhere",
                "--allow-reconciled     | --allow-reconciled needs --http",
                "--http 65536           | --http must be a port, 0 to 65535: 65536",
                "--token-file /nowhere  | exactly one of --token-file, COUNTDOWN_PET_TOKEN and COUNTDOWN_PET_TOKEN_FILE must be given",
            })
    void whatCannotBeUsedIsRefused(String option, String message) {
        try (Cli cli = pet(option.split(" "))) {
            assertThat(cli.exitCode()).isEqualTo(2);
            assertThat(cli.err()).containsExactly("countdown: " + message);
        }
    }
}
