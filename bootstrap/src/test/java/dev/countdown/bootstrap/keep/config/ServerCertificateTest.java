package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.PemFiles;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static PemFiles pem;

    @BeforeAll
    static void make() throws Exception {
        pem = new PemFiles(folder);
        pem.sign("EC", "EC").sign("RSA", "RSA").sign("other", "EC");
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static ServerCertificate pair(String certificate, String key) throws Exception {
        return ServerCertificate.of(new PemKeyCertOptions()
                .setCertPath(pem.certificate(certificate).toString())
                .setKeyPath(pem.key(key).toString())
                .getKeyManagerFactory(VERTX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aPairHasNoFlawWhileItIsValid(String kind) throws Exception {
        ServerCertificate pair = pair(kind, kind);
        Instant from = pair.certificate().getNotBefore().toInstant();
        Instant until = pair.certificate().getNotAfter().toInstant();
        assertThat(pair.flaw(from)).isEmpty();
        assertThat(pair.flaw(until)).isEmpty();
        assertThat(pair.flaw(until.plusMillis(1)))
                .contains("certificate must be valid now, and not from " + from + " until " + until);
        assertThat(pair.flaw(from.minus(Duration.ofSeconds(1)))).isPresent();
    }

    @Test
    void theKeyOfAnotherOneIsNoticed() throws Exception {
        assertThat(pair("EC", "other").flaw(Instant.now())).contains("certificate and key must belong together");
    }
}
