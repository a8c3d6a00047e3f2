package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.PemFiles;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.guard.GuardEvent;
import dev.countdown.guard.GuardedGate;
import dev.countdown.testing.InMemoryExchange;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node behind HTTPS, and bots that trust it, or should not. */
@Tag("slow")
class GuardTlsTest {

    private static final String TOKEN = "the-right-token-of-this-test";
    private static final String WRONG = "a-wrong-token-of-this-test";
    private static final String SCOPE = "main/underlying:BTC_USDT";

    @TempDir
    private static Path folder;

    private static PemFiles pem;
    private static PemFiles foreign;
    private static Vertx vertx;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<GuardEvent> events = new CopyOnWriteArrayList<>();
    private final RunningKeepers keepers =
            new RunningKeepers(target -> InMemoryExchange.on(Scheduler.system()).gateway(), Liveness.UNWATCHED);

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("token"), TOKEN), PosixFilePermissions.fromString("rw-------"));
        pem = new PemFiles(folder)
                .sign("good", "EC", "-ext", "san=dns:localhost,ip:127.0.0.1")
                .sign("elsewhere", "EC", "-ext", "san=dns:elsewhere.example")
                .sign("expired", "EC", "-ext", "san=dns:localhost", "-startdate", "-10d", "-validity", "5");
        foreign = new PemFiles(Files.createDirectory(folder.resolve("foreign")))
                .sign("foreign", "EC", "-ext", "san=dns:localhost");
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void noTokenIsShown() {
        keepers.closeAll(target -> CloseMode.EXPIRE, report -> {});
        assertThat(complaints + "" + events).doesNotContain(TOKEN, WRONG);
    }

    private PetServer node() throws IOException {
        GuardSection guard = ConfigFile.read(
                        Files.writeString(folder.resolve("guard.toml"), """
                        timeout = 30
                        [guard]
                        listen = "127.0.0.1:0"
                        token-file = "%s"
                        certificate = "%s"
                        key = "%s"
                        [account.main]
                        [[account.main.keep]]
                        scope = "underlying:BTC_USDT"
                        bots = ["mm-1"]
                        """.formatted(
                                        folder.resolve("token"), pem.certificate("good"), pem.key("good"))),
                        Map.of())
                .guard()
                .orElseThrow();
        GuardNode node = new GuardNode(guard, Scheduler.system(), 0);
        node.start(keepers);
        return PetServer.start(guard, node, Scheduler.system(), complaints::add);
    }

    /** What pretends to be a node, or is one whose certificate is wrong: it counts what gets through to it. */
    private static String impostor(String certificate, AtomicInteger requests) {
        PemFiles of = certificate.equals("foreign") ? foreign : pem;
        int port = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(of.certificate(certificate).toString())
                                .setKeyPath(of.key(certificate).toString())))
                .requestHandler(request -> requests.incrementAndGet())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        return "https://localhost:" + port;
    }

    private static String url(PetServer server) {
        return "https://localhost:" + URI.create(server.url()).getPort();
    }

    private GuardedGate gate(String url, String token) {
        return GuardedGate.builder(vertx)
                .nodes(List.of(URI.create(url)))
                .bot("mm-1")
                .token(token)
                .scopes(List.of(SCOPE))
                .trustedCertificates(pem.authority())
                .deadline(Duration.ofSeconds(10)) // a busy machine may need more than 2 s for a first session
                .listener(events::add)
                .open();
    }

    private static Cli pet(String url, String token) {
        return Cli.start(
                Map.of("COUNTDOWN_PET_TOKEN", token),
                "pet",
                "--guard",
                url,
                "--bot",
                "mm-1",
                "--scope",
                SCOPE,
                "--trust",
                pem.authority().toString(),
                "--json");
    }

    private static int heardBy(GuardedGate gate) {
        return gate.pet().toCompletableFuture().join();
    }

    @Test
    void aNodeOfOurAuthorityIsHeard() throws IOException {
        try (PetServer server = node();
                GuardedGate gate = gate(url(server), TOKEN)) {
            Await.until("proven", () -> heardBy(gate) == 1 && !gate.openLapses().isEmpty());
            gate.reconciled(SCOPE, 1);
            assertThat(gate.mayQuote()).isTrue();
        }
    }

    @Test
    void petHearsANodeOfOurAuthority() throws IOException {
        try (PetServer server = node();
                Cli cli = pet(url(server), TOKEN)) {
            cli.awaitOut("\"event\":\"lapsed\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"foreign, path", "elsewhere, localhost", "expired, NotAfter"})
    void aWrongCertificateKeepsTheGateShutAndIsToldOnce(String certificate, String why) {
        AtomicInteger requests = new AtomicInteger();
        String url = impostor(certificate, requests);
        try (GuardedGate gate = gate(url, TOKEN);
                Cli cli = pet(url, TOKEN)) {
            for (int pet = 0; pet < 5; pet++) {
                assertThat(heardBy(gate)).isZero();
            }
            assertThat(gate.mayQuote()).isFalse();
            assertThat(events)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            GuardEvent.NodeLost.class,
                            lost -> assertThat(lost.reason())
                                    .startsWith("Failed to create SSL connection")
                                    .containsIgnoringCase(why));
            String said = cli.awaitErr("Failed to create SSL connection");
            assertThat(said).containsIgnoringCase(why);
            assertThat(said.endsWith("; its certificate is of no authority in the file of --trust"))
                    .as(said)
                    .isEqualTo(certificate.equals("foreign"));
            assertThat(said.contains("--trust")).isEqualTo(certificate.equals("foreign"));
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void whoNamesNoAuthorityIsToldHowTo() {
        String url = impostor("good", new AtomicInteger());
        try (Cli cli = Cli.start(
                Map.of("COUNTDOWN_PET_TOKEN", TOKEN), "pet", "--guard", url, "--bot", "mm-1", "--scope", SCOPE)) {
            assertThat(cli.awaitErr("Failed to create SSL connection"))
                    .endsWith("; Java does not know the authority of its certificate: name the file of the authority by"
                            + " --trust");
        }
    }

    @Test
    void aWrongTokenKeepsTheGateShutAndIsToldOnce() throws IOException {
        try (PetServer server = node();
                GuardedGate gate = gate(url(server), WRONG);
                Cli cli = pet(url(server), WRONG)) {
            String refused = "it refuses the token, with status 401";
            for (int pet = 0; pet < 5; pet++) {
                assertThat(heardBy(gate)).isZero();
            }
            assertThat(gate.mayQuote()).isFalse();
            assertThat(events).containsExactly(new GuardEvent.NodeLost(url(server), refused));
            assertThat(cli.awaitErr(refused)).contains(url(server));
            assertThat(cli.out() + "" + cli.err()).doesNotContain(WRONG, TOKEN);
            assertThat(complaints).singleElement().asString().contains("was refused with 401");
        }
    }
}
