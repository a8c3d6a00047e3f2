package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.Outcome;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD) // its certificates are in one key store
class TlsTest {

    private static final String[] LOCALHOST = {
        "-dname", "CN=localhost", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1"
    };

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Vertx vertx;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder);
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @Test
    void aPrivateAuthorityIsTrustedOnlyWhereItIsGiven() throws Exception {
        try (RawServer server = server(certificates.listen("good", LOCALHOST))) {
            assertThat(submit(server, "localhost", TlsTest::trustingOurs)).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(server, "127.0.0.1", TlsTest::trustingOurs)).isInstanceOf(Outcome.Applied.class);
            server.seen.clear();
            assertNothingSent(server, UnaryOperator.identity(), "certification path");
        }
    }

    @Test
    void aFileOfCertificatesThatCannotBeUsedIsRefusedWhenItIsGiven() throws Exception {
        Path pem = certificates.authority();
        Path torn = folder.resolve("torn.pem");
        Files.writeString(torn, Files.readString(pem).replaceFirst("\n.{20}", "\n"));
        Path none = Files.writeString(folder.resolve("none.pem"), "-----BEGIN PRIVATE KEY-----\n");
        GateSettings settings = GateSettings.of(GateSettings.LIVE, Credentials.of("key", "secret"));
        for (Path file : new Path[] {Path.of("/nope.pem"), Path.of("/dev/zero"), folder, torn, none}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.withTrustedCertificates(file))
                    .withMessageStartingWith("trusted certificates must ")
                    .withMessageEndingWith(": " + file);
        }
    }

    @Test
    void aFileOfCertificatesThatWentMeanwhileIsRefusedWhenTheGatewayIsMade() throws Exception {
        Path pem = Files.copy(certificates.authority(), folder.resolve("gone.pem"));
        GateSettings settings = GateSettings.of(GateSettings.LIVE, Credentials.of("key", "secret"))
                .withTrustedCertificates(pem);
        Files.delete(pem);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateCountdownGateway(vertx, settings))
                .withMessageEndingWith(": " + pem);
    }

    @Test
    void textAroundTheCertificatesIsNoFault() throws Exception {
        String ours = Files.readString(certificates.authority());
        Path bundle = Files.writeString(folder.resolve("bundle.pem"), "# ours\r\n" + ours + "# again\n" + ours);
        try (RawServer server = server(certificates.listen("bundled", LOCALHOST))) {
            assertThat(submit(server, "localhost", settings -> settings.withTrustedCertificates(bundle)))
                    .isInstanceOf(Outcome.Applied.class);
        }
    }

    @Test
    void aSelfSignedCertificateIsRefused() throws Exception {
        assertNothingSent(
                certificates.listen("self", "-dname", "CN=localhost", "-ext", "san=dns:localhost"),
                TlsTest::trustingOurs,
                "certification path");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        assertNothingSent(
                certificates.listen(
                        "expired",
                        "-dname",
                        "CN=localhost",
                        "-signer",
                        "ca",
                        "-ext",
                        "san=dns:localhost",
                        "-startdate",
                        "-10d",
                        "-validity",
                        "5"),
                TlsTest::trustingOurs,
                "NotAfter");
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        assertNothingSent(
                certificates.listen(
                        "other", "-dname", "CN=localhost", "-signer", "ca", "-ext", "san=dns:elsewhere.example"),
                TlsTest::trustingOurs,
                "localhost");
    }

    private static void assertNothingSent(ServerSocket listener, UnaryOperator<GateSettings> change, String why)
            throws Exception {
        try (RawServer server = server(listener)) {
            assertNothingSent(server, change, why);
        }
    }

    private static void assertNothingSent(RawServer server, UnaryOperator<GateSettings> change, String why)
            throws Exception {
        assertThat(submit(server, "localhost", change)).isInstanceOfSatisfying(Outcome.NotApplied.class, reply -> {
            assertThat(reply.isRefusal()).isFalse();
            assertThat(reply.retry().allowed()).isTrue();
            assertThat(reply.message()).startsWith("no TLS session").contains(why);
        });
        assertThat(server.seen).isEmpty();
    }

    private static GateSettings trustingOurs(GateSettings settings) {
        return settings.withTrustedCertificates(certificates.authority());
    }

    private static RawServer server(ServerSocket listener) {
        return new RawServer(listener, "https", (request, wire) -> wire.write(ok("", "{}")));
    }

    private static Outcome submit(RawServer server, String host, UnaryOperator<GateSettings> change) throws Exception {
        GateSettings settings = change.apply(GateSettings.of(server.uri(host), Credentials.of("key", "secret")));
        try (GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings)) {
            return Requests.submit(gateway);
        }
    }
}
