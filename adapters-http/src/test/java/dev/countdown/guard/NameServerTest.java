package dev.countdown.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate finds its nodes by a real name server, dnsmasq of Debian, and proves by TLS that they have the name. */
@Tag("slow")
class NameServerTest {

    private static final String NAME = "guard.example";

    @TempDir
    Path folder;

    private final BlockingQueue<GuardEvent> events = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private Process server;
    private Path hosts;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(isInstalled(), "dnsmasq is not installed: apt-get install dnsmasq-base");
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        hosts = Files.writeString(folder.resolve("hosts"), "");
        server = new ProcessBuilder(
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--log-facility=-",
                        "--conf-file=/dev/null",
                        "--no-resolv",
                        "--no-hosts",
                        "--addn-hosts=" + hosts,
                        "--port=" + port,
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--user=",
                        "--pid-file=",
                        "--auth-ttl=3600",
                        "--local-ttl=3600",
                        "--local=/example/")
                .redirectErrorStream(true)
                .start();
        awaitStart(server.inputReader());
        vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions().addServer("127.0.0.1:" + port)));
    }

    /** Before that a HUP ends it. */
    private static void awaitStart(BufferedReader said) throws IOException {
        String line = said.readLine();
        while (line != null && !line.contains("started")) {
            line = said.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("dnsmasq", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException none) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.destroyForcibly();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The name has these addresses from now on. */
    private void addresses(String... all) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (String each : all) {
            text.append(each).append(' ').append(NAME).append('\n');
        }
        Files.writeString(hosts, text.toString());
        new ProcessBuilder("kill", "-HUP", String.valueOf(server.pid())).start().waitFor();
    }

    private FakeNode node(String address, int port, String certifiedFor) throws IOException, InterruptedException {
        Path store = folder.resolve(certifiedFor + ".p12");
        if (!Files.exists(store)) {
            keytool(
                    store,
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + certifiedFor,
                    "-ext",
                    "san=dns:" + certifiedFor);
            keytool(store, "-exportcert", "-rfc", "-file", pem(certifiedFor).toString());
        }
        PfxOptions pfx = new PfxOptions().setPath(store.toString()).setPassword("changeit");
        return new FakeNode(vertx, new HttpServerOptions().setSsl(true).setKeyCertOptions(pfx), address, port);
    }

    private Path pem(String certifiedFor) {
        return folder.resolve(certifiedFor + ".pem");
    }

    private static void keytool(Path store, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "node"));
        line.addAll(1, List.of(words[0]));
        line.addAll(List.of(words).subList(1, words.length));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private GuardedGate open(int port, String certifiedFor) {
        return GuardedGate.builder(vertx)
                .nodes(new Nodes.Named(NAME, port))
                .trustedCertificates(pem(certifiedFor))
                .bot("mm-1")
                .token("s3cr3t-t0k3n-0f-p3ts")
                .scopes(List.of(FakeNode.SCOPE))
                .deadline(Duration.ofSeconds(10))
                .listener(events::add)
                .open();
    }

    private <E extends GuardEvent> E await(Class<E> type) throws InterruptedException {
        while (true) {
            GuardEvent event = events.poll(1, TimeUnit.MINUTES);
            assertThat(event).as("an event of %s", type).isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    private static int pet(GuardedGate gate) {
        return gate.pet().toCompletableFuture().join();
    }

    @Test
    void aNodeMoreIsFoundAndAServerThatIsGoneKeepsTheList() throws Exception {
        FakeNode a = node("127.0.0.1", 0, NAME);
        int port = a.uri().getPort();
        node("127.0.0.2", port, NAME);
        addresses("127.0.0.1");
        try (GuardedGate gate = open(port, NAME)) {
            assertThat(await(GuardEvent.NodesChanged.class).nodes()).containsExactly("https://127.0.0.1:" + port);
            assertThat(pet(gate)).as("%s", events).isEqualTo(1);
            gate.reconciled(FakeNode.SCOPE, 1);
            addresses("127.0.0.1", "127.0.0.2"); // the answer before had a time to live of an hour
            assertThat(await(GuardEvent.NodesChanged.class).nodes())
                    .containsExactly("https://127.0.0.1:" + port, "https://127.0.0.2:" + port);
            assertThat(pet(gate)).isEqualTo(2);
            server.destroyForcibly().waitFor();
            await(GuardEvent.LookupFailed.class);
            assertThat(gate.nodes()).hasSize(2);
            assertThat(pet(gate)).isEqualTo(2);
            assertThat(gate.mayQuote()).isTrue();
        }
    }

    /** More than an answer of 512 bytes can hold. */
    @Test
    void aLongListIsWhole() throws Exception {
        String[] many =
                IntStream.rangeClosed(1, 60).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        addresses(many);
        node("127.0.0.1", 0, NAME);
        try (GuardedGate gate = open(9465, NAME)) {
            assertThat(await(GuardEvent.NodesChanged.class).nodes()).hasSize(60);
            assertThat(gate.nodes()).hasSize(60);
        }
    }

    @Test
    void aNodeWithACertificateForAnotherNameIsNotBelieved() throws Exception {
        FakeNode other = node("127.0.0.1", 0, "other.example");
        addresses("127.0.0.1");
        try (GuardedGate gate = open(other.uri().getPort(), "other.example")) {
            await(GuardEvent.NodesChanged.class);
            assertThat(pet(gate)).isZero();
            assertThat(await(GuardEvent.NodeLost.class).reason()).contains("No subject alternative DNS name matching");
            assertThat(other.pets).isEmpty();
        }
    }
}
