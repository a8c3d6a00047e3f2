package dev.countdown.bootstrap.keep.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.keep.check.Finding.Level;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import dev.countdown.testing.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyChecksTest {

    private static final String SCOPE = "underlying:BTC_USDT";

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final ApiKey good = ApiKey.of("good", "secret", "user");
    private final ExchangeSimulator simulator = ExchangeSimulator.start(
            exchange,
            0,
            SimulatorSettings.DEFAULTS
                    .withKeys(good)
                    .plusKey(ApiKey.of("elsewhere", "secret", "user").refusedWith("IP_FORBIDDEN"))
                    .plusKey(ApiKey.of("spot-only", "secret", "user").refusedWith("FORBIDDEN"))
                    .plusKey(ApiKey.of("no-wallet", "secret", "user").refusedWith("USER_NOT_FOUND"))
                    .plusKey(ApiKey.of("busy", "secret", "user").refusedWith("TOO_BUSY")));

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        simulator.close();
    }

    private List<Finding> check(String baseUrl, Map<String, String> environment, String... scopes) throws IOException {
        StringBuilder text = new StringBuilder("timeout = 30\n[account.main]\nbase-url = \"" + baseUrl + "\"\n");
        for (String scope : scopes) {
            text.append("[[account.main.keep]]\nscope = \"").append(scope).append("\"\n");
        }
        List<Finding> found = new ArrayList<>();
        try (KeyChecks checks = new KeyChecks(found::add)) {
            checks.check(ConfigFile.read(Files.writeString(folder.resolve("c.toml"), text), environment));
        }
        return found;
    }

    private List<Finding> check(String key, String secret, String... scopes) throws IOException {
        Map<String, String> environment = Map.of("GATE_API_KEY", key, "GATE_API_SECRET", secret);
        return check(simulator.baseUri().toString(), environment, scopes);
    }

    private static void assertError(List<Finding> found, int exitCode, String... parts) {
        assertThat(found)
                .filteredOn(finding -> finding.level() == Level.ERROR)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.exitCode()).isEqualTo(exitCode);
                    assertThat(finding.text(false)).contains(parts);
                });
    }

    @Test
    void goodKeysAndNamesAreFineAndNothingChanges() throws IOException {
        List<Finding> found = check("good", "secret", SCOPE, "contract:ETH_USDT-20301227-4000-C", "all");
        assertThat(found)
                .allMatch(finding -> finding.level() == Level.OK)
                .extracting(finding -> finding.text(false).replaceAll("\\d+ ms", "N ms"))
                .containsExactly(
                        "OK main: key and secret can be read, and no other user can read a secret file",
                        "OK main: " + simulator.baseUri() + " answers as Gate does, round trip N ms",
                        "OK main: the clock of this machine is right, to within N ms",
                        "OK main: the exchange accepts key and secret, and the key may read options. Whether it may"
                                + " write, only the first countdown shows",
                        "OK main underlying:BTC_USDT: the exchange lists it",
                        "OK main contract:ETH_USDT-20301227-4000-C: the exchange lists it");
        assertThat(simulator.requests())
                .isNotEmpty()
                .extracting(SeenRequest::method)
                .containsOnly("GET");
        assertThat(exchange.countdowns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, secret, 3, INVALID_KEY, Correct GATE_API_KEY",
        "good, wrong, 3, INVALID_SIGNATURE, The secret is not the one of the key in GATE_API_KEY",
        "elsewhere, secret, 3, IP_FORBIDDEN, Add the address of this machine",
        "spot-only, secret, 3, FORBIDDEN, permission to read and write options",
        "no-wallet, secret, 3, USER_NOT_FOUND, no options wallet",
        "busy, secret, 4, TOO_BUSY, Try again"
    })
    void aKeyThatIsRefusedSaysWhatToDo(String key, String secret, int code, String label, String cure)
            throws IOException {
        List<Finding> found = check(key, secret, SCOPE);
        assertError(found, code, "ERROR main: ", label, cure);
        assertThat(found).last().extracting(Finding::level).isEqualTo(Level.OK);
    }

    @Test
    void aMissingKeyIsNamedAndTheExchangeIsTriedAllTheSame() throws IOException {
        List<Finding> found = check(simulator.baseUri().toString(), Map.of("GATE_API_SECRET", "secret"), SCOPE);
        assertError(found, ExitCode.USAGE, "GATE_API_KEY must be set");
        assertThat(found).last().extracting(Finding::message).isEqualTo("the exchange lists it");
        assertThat(simulator.requests()).noneMatch(request -> request.path().endsWith("/orders"));
    }

    @Test
    void aSecretFileThatOthersCanReadIsRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path secret = Files.writeString(open.resolve("secret"), "secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertError(
                check(
                        simulator.baseUri().toString(),
                        Map.of("GATE_API_KEY", "good", "GATE_API_SECRET_FILE", secret.toString()),
                        SCOPE),
                ExitCode.USAGE,
                "secret file must not be readable by group or others",
                "chmod 600");
    }

    @ParameterizedTest
    @CsvSource({"-65, refused. Set the clock", "65, refused. Set the clock", "20, refused from 60 s on"})
    void aClockThatIsOffIsMeasuredAndDoesNotSpoilTheRest(long seconds, String consequence) throws IOException {
        exchange.clockOffset(Duration.ofSeconds(seconds));
        assertThat(check("good", "secret", SCOPE))
                .allMatch(finding -> finding.exitCode() == ExitCode.DONE)
                .filteredOn(Finding::isProblem)
                .singleElement()
                .extracting(finding -> finding.text(false))
                .asString()
                .contains("s " + (seconds > 0 ? "behind" : "ahead"), consequence);
    }

    @ParameterizedTest
    @CsvSource({
        "underlying:DOGE_USDT, the exchange lists no underlying DOGE_USDT",
        "contract:BTC_USDT-20241001-46000-C, the exchange does not list it",
        "contract:BTC_USDT-20301227-70000-C underlying:ETH_USDT, the underlying of this contract is BTC_USDT"
    })
    void aNameThatTheExchangeDoesNotKnowIsAWarning(String scope, String warning) throws IOException {
        assertThat(check("good", "secret", scope))
                .filteredOn(Finding::isProblem)
                .singleElement()
                .extracting(finding -> finding.text(false))
                .asString()
                .startsWith("WARNING main " + scope + ": " + warning);
    }

    @Test
    void eachMarketIsAskedForItsPermissionAndItsNames() throws IOException {
        List<Finding> found = check(
                "good",
                "secret",
                SCOPE,
                "contract:BTC_USD\"\nmarket = \"futures-btc",
                "pair:BTC_USDT\"\nmarket = \"spot",
                "pair:DOGE_USDT\"\nmarket = \"spot",
                "contract:DOGE_USDT\"\nmarket = \"futures-usdt");
        assertThat(found)
                .extracting(finding -> finding.text(false))
                .contains(
                        "OK main: the exchange accepts key and secret, and the key may read options. Whether it may"
                                + " write, only the first countdown shows",
                        "OK main futures-btc: the exchange accepts key and secret, and the key may read futures. Whether"
                                + " it may write, only the first countdown shows",
                        "OK main spot: the exchange accepts key and secret, and the key may read spot. Whether it may"
                                + " write, only the first countdown shows",
                        "OK main futures-btc contract:BTC_USD: the exchange lists it",
                        "OK main spot pair:BTC_USDT: the exchange lists it")
                .anyMatch(line -> line.startsWith("WARNING main spot pair:DOGE_USDT: the exchange does not list it"))
                .anyMatch(line ->
                        line.startsWith("WARNING main futures-usdt contract:DOGE_USDT: the exchange does not list it"));
        assertThat(found).noneMatch(finding -> finding.level() == Level.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/api"})
    void aBaseUrlThatIsCutShortIsNamed(String path) throws IOException {
        String cut = simulator.baseUri().toString().replace("/api/v4", path);
        List<Finding> found = check(cut, Map.of("GATE_API_KEY", "good", "GATE_API_SECRET", "secret"), SCOPE);
        assertError(
                found,
                ExitCode.NOT_APPLIED,
                "does not answer as Gate does",
                "status 404",
                "; the base URL does not end with /api/v4",
                "Correct base-url");
        assertThat(simulator.requests()).noneMatch(request -> request.path().contains("orders"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://no-such-host.invalid/api/v4, no address: no-such-host.invalid",
        "https://127.0.0.1:PORT/api/v4, no TLS session",
        "http://127.0.0.1:1/api/v4, refused"
    })
    void anExchangeThatCannotBeReachedIsToldInWords(String base, String why) throws IOException {
        String url = base.replace("PORT", String.valueOf(simulator.baseUri().getPort()));
        List<Finding> found = check(url, Map.of("GATE_API_KEY", "good", "GATE_API_SECRET", "secret"), SCOPE);
        assertError(found, ExitCode.NOT_APPLIED, url + " cannot be reached: ", why, "Correct base-url");
    }

    @Test
    @Tag("slow")
    void anExchangeThatDoesNotAnswerIsNotRefused() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/api/v4";
            List<Finding> found = check(url, Map.of("GATE_API_KEY", "good", "GATE_API_SECRET", "secret"), SCOPE);
            assertError(found, ExitCode.UNKNOWN, "no answer within 10 s", "Try again");
        }
    }
}
