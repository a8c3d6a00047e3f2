package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateSettingsTest {

    private static final Credentials CREDENTIALS = Credentials.of("the-key", "the-secret");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/api/v4",
                "http://localhost/api/v4",
                "http://[::1]:1/api/v4",
                "http://127.9.9.9/"
            })
    void plainHttpIsTakenForLoopback(String uri) {
        assertThat(GateSettings.of(URI.create(uri), CREDENTIALS).baseUri()).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.gateio.ws/api/v4",
                "http://127.0.0.1.evil.example/api/v4",
                "http://127.evil.example/",
                "http://0.0.0.0/api/v4",
                "http://10.0.0.1/",
                "HTTP://EXAMPLE.COM/"
            })
    void plainHttpToAnotherMachineIsRefusedByValueAndRule(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateSettings.of(URI.create(uri), CREDENTIALS))
                .withMessageContaining(uri)
                .withMessageContaining("must be https unless its host is loopback");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/",
                "/api/v4",
                "https:api",
                "https://h/api/v4?x=1",
                "https://h/#f",
                "mailto:ab",
                "http://127.0.0.1:99999/api/v4",
                "https://h:65536/",
                "https://h:0/"
            })
    void aUriThatIsNoBaseIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateSettings.of(URI.create(uri), CREDENTIALS))
                .withMessageContaining(uri.replaceAll("[?#].*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h/api/v4?key=hush",
                "ftp://h/?key=hush",
                "https://h/#hush",
                "https://me:hush@a_host/",
                "https://me:1?hush@h/",
                "mailto:hush@h",
                "https:?hush"
            })
    void whatMayBeSecretInARefusedUriIsNotShown(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateSettings.of(URI.create(uri), CREDENTIALS))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    }

    @Test
    void aPasswordInTheUriIsRefusedWithoutBeingShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateSettings.of(URI.create("https://me:hush@host/api/v4"), CREDENTIALS))
                .withMessageContaining("host host")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    }

    @Test
    void everyLimitIsChecked() {
        GateSettings settings = GateSettings.of(GateSettings.LIVE, CREDENTIALS);
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withConnections(0));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withConnections(1025));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withKeepAlive(Duration.ofMillis(999)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withKeepAlive(Duration.ofMillis(600_001)))
                .withMessage("keepAlive must be PT1S to PT10M: PT10M0.001S");
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withMaxReplyBytes(255));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withLifetime(Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withLifetime(Duration.ofMillis(60_001)));
    }

    @Test
    void nullIsRefusedByName() {
        GateSettings settings = GateSettings.of(GateSettings.LIVE, CREDENTIALS);
        assertThatNullPointerException()
                .isThrownBy(() -> GateSettings.of(null, CREDENTIALS))
                .withMessage("baseUri");
        assertThatNullPointerException()
                .isThrownBy(() -> GateSettings.of(GateSettings.LIVE, (Credentials) null))
                .withMessage("credentials");
        assertThatNullPointerException()
                .isThrownBy(() -> settings.withKeepAlive(null))
                .withMessage("keepAlive");
        assertThatNullPointerException()
                .isThrownBy(() -> settings.withTrustedCertificates(null))
                .withMessage("pem");
        assertThatNullPointerException()
                .isThrownBy(() -> settings.withLifetime(null))
                .withMessage("lifetime");
    }

    @Test
    void anEndpointIsTheBaseAndItsPath() {
        Endpoint live = Endpoint.of(GateSettings.LIVE);
        assertThat(live).isEqualTo(new Endpoint(true, "api.gateio.ws", 443, "/api/v4"));
        assertThat(live.countdownPath(Market.OPTIONS)).isEqualTo("/api/v4/options/countdown_cancel_all");
        assertThat(live.timePath()).isEqualTo("/api/v4/spot/time");
        assertThat(Endpoint.of(URI.create("http://[::1]:81/api/v4/")))
                .isEqualTo(new Endpoint(false, "[::1]", 81, "/api/v4"));
    }

    @Test
    void theMarketIsThatOfOptionsUnlessAnotherIsChosen() {
        GateSettings settings = GateSettings.of(GateSettings.LIVE, CREDENTIALS);
        assertThat(settings.market()).isEqualTo(Market.OPTIONS);
        assertThat(settings.on(Market.SPOT).withConnections(2).market()).isEqualTo(Market.SPOT);
        assertThatNullPointerException().isThrownBy(() -> settings.on(null)).withMessage("market");
    }

    @Test
    void nothingPrintsASecret() {
        assertThat(GateSettings.of(GateSettings.LIVE, CREDENTIALS).toString() + CREDENTIALS)
                .doesNotContain("the-secret")
                .doesNotContain("the-key");
    }

    @Test
    void credentialsThatCannotGoIntoAHeaderAreRefusedWithoutBeingShown() {
        for (String key : new String[] {"", "two words", "new\nline", "kéy"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.of(key, "s"))
                    .satisfies(e -> assertThat(e.getMessage())
                            .isEqualTo("API key must be printable ASCII without spaces and quotes, and not empty"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.of("k", " "));
    }
}
