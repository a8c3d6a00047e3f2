package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On which Vert.x these tests run: the profile vertx-matrix names one after the other. */
class VertxVersionTest {

    private static final String EXPECTED = "vertx.expected";

    @Test
    @EnabledIfSystemProperty(named = EXPECTED, matches = ".+")
    void isTheOneThatTheMatrixNames() throws IOException {
        try (InputStream version = Vertx.class.getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
            assertThat(new String(Objects.requireNonNull(version).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(System.getProperty(EXPECTED));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = EXPECTED, matches = "4\\..*")
    void anOlderOneIsRefusedByEitherConstructor() {
        Vertx vertx = Vertx.vertx();
        String rule = "Vert.x must be 5.0 or newer, not " + System.getProperty(EXPECTED);
        GateSettings settings = GateSettings.of(URI.create("http://127.0.0.1:1"), Credentials.of("key", "secret"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new GateCountdownGateway(vertx, settings))
                .withMessage(rule);
        assertThatIllegalStateException()
                .isThrownBy(() -> new VertxScheduler(vertx))
                .withMessage(rule);
        vertx.close();
    }
}
