package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    Path folder;

    private Config read(String text) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("c.toml"), text), Map.of());
    }

    @Test
    void aProfileOfTheExchangeMakesAFiringCertainLater() throws IOException {
        Path seen = Files.writeString(
                folder.resolve("spot.json"),
                "{\"market\":\"spot\",\"base-url\":\"" + GateSettings.TESTNET
                        + "\",\"firing-delay\":\"140 to 1436 ms after the trigger time\"}");
        String keep = """
                timeout = 30
                [account.test]
                testnet = true
                [[account.test.keep]]
                market = "%s"
                scope = "all"
                profile = "%s"
                """;
        assertThat(read(String.format(keep, "spot", seen)).targets())
                .singleElement()
                .extracting(target -> target.policy().granularity())
                .isEqualTo(Duration.ofMillis(1_436));
        assertThatThrownBy(() -> read(String.format(keep, "options", seen)))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder.resolve("c.toml") + ":7: profile is of market spot, not options");
    }

    @Test
    void theNearestSettingCounts() throws IOException {
        Config config = read("""
                timeout = 30
                on-dead = "expire-soon"
                [account.main]
                interval = "5s"
                [[account.main.keep]]
                scope = "all"
                [[account.main.keep]]
                scope = "underlying:BTC_USDT"
                timeout = 60
                on-exit = "disarm"
                [account.test]
                testnet = true
                key-env = "TEST_KEY"
                [[account.test.keep]]
                scope = "all"
                """);
        assertThat(config.targets())
                .extracting(Target::name)
                .containsExactlyInAnyOrder("main all", "main underlying:BTC_USDT", "test all");
        Target narrow = find(config, "main underlying:BTC_USDT");
        assertThat(narrow.policy().timeout().seconds()).isEqualTo(60);
        assertThat(narrow.policy().interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(narrow.policy().onDead()).isEqualTo(OnDead.EXPIRE_SOON);
        assertThat(narrow.onExit()).isEqualTo(CloseMode.DISARM);
        assertThat(find(config, "main all").onExit()).isEqualTo(CloseMode.EXPIRE);
        assertThat(find(config, "main all").account().baseUri()).isEqualTo(GateSettings.LIVE);
        assertThat(find(config, "test all").account().baseUri()).isEqualTo(GateSettings.TESTNET);
    }

    @Test
    void oneScopeMayBeKeptOnceInEachMarket() throws IOException {
        Config config = read("""
                timeout = 30
                [account.main]
                market = "spot"
                [[account.main.keep]]
                scope = "all"
                [[account.main.keep]]
                scope = "pair:BTC_USDT"
                [[account.main.keep]]
                scope = "all"
                market = "futures-usdt"
                [[account.main.keep]]
                scope = "all"
                market = "options"
                """);
        assertThat(config.targets())
                .extracting(Target::name)
                .containsExactly("main spot all", "main spot pair:BTC_USDT", "main futures-usdt all", "main all");
        assertThat(config.targets().get(2).market()).isEqualTo(Market.FUTURES_USDT);
    }

    @Test
    void theEnvironmentNamesTheExchangeWhereTheFileDoesNot() throws IOException {
        Path file = Files.writeString(folder.resolve("c.toml"), """
                timeout = 30
                [account.main]
                [[account.main.keep]]
                scope = "all"
                [account.test]
                testnet = true
                key-env = "TEST_KEY"
                [[account.test.keep]]
                scope = "all"
                """);
        Config config = ConfigFile.read(file, Map.of(ConnectionOptions.BASE_URL, "http://127.0.0.1:8000/api/v4"));
        assertThat(find(config, "main all").account().baseUri()).hasPort(8000);
        assertThat(find(config, "test all").account().baseUri()).isEqualTo(GateSettings.TESTNET);
    }

    @Test
    void missingKeysAreNamedWhenTheyAreNeeded() throws IOException {
        Config config = read("timeout = 30\n[account.a]\nkey-env = 'A_KEY'\n[[account.a.keep]]\nscope = 'all'\n");
        assertThatThrownBy(config::readCredentials)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("A_KEY must be set");
    }

    @Test
    void aFileThatTheEnvironmentNamesHoldsTheSecretWhereTheConfigurationNamesNone() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hush");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Path file = Files.writeString(
                folder.resolve("c.toml"), "timeout = 30\n[account.a]\n[[account.a.keep]]\nscope = 'all'\n");
        Map<String, String> environment = Map.of(Keys.KEY, "some-key", Keys.SECRET_FILE, secret.toString());
        assertThat(ConfigFile.read(file, environment).readCredentials())
                .containsOnlyKeys(new Login(GateSettings.LIVE, Keys.KEY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout = 30;tmeout = 5 | :2: unknown key tmeout",
                "timeout = 30;state = \"a\\u0000b\";[account.a];[[account.a.keep]];scope = 'all' | :2: state: Nul character not allowed: a",
                "timeout = 3;[account.a];[[account.a.keep]];scope = 'all' | :1: timeout must be at least 5 seconds: 3",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'all';[[account.a.keep]];scope = 'all' | :6: a scope must be named once for one key, whatever the base URL: all is in a twice",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'all';[account.b];base-url = 'http://localhost:1/api/v4';[[account.b.keep]];scope = 'all' | :8: a scope must be named once for one key, whatever the base URL: all is in a and b",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'all';[account.b];testnet = true;secret-env = 'S';[[account.b.keep]];scope = 'underlying:X' | :5: accounts of one key must have one secret: b has another",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'all';market = 'moon' | :5: market must be one of [options, futures-usdt, futures-btc, spot]: moon",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'pair:A_B' | :4: a scope of market options must be all, underlying:NAME or contract:NAME: pair:A_B",
                "timeout = 30;market = 'spot';[account.a];[[account.a.keep]];scope = 'contract:A_B' | :5: a scope of market spot must be all or pair:NAME: contract:A_B",
                "timeout = 30;market = 'spot';[account.a];[[account.a.keep]];scope = 'all';[[account.a.keep]];scope = 'all' | :7: a scope must be named once for one key, whatever the base URL: spot all is in a twice",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'btc' | :4: scope must be all, underlying:NAME",
                "timeout = 30;interval = '30s';[account.a];[[account.a.keep]];scope='all' | :5: a all: interval must be",
                "timeout = 30;[account.a];base-url = 'http://example.com/api/v4';[[account.a.keep]] | :3: ",
                "timeout = 30;[account.a];base-url = 'http://127.0.0.1:99999/api/v4';[[account.a.keep]] | :3: base-url: base URI must have a port of 1 to 65535",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'underlying:BTC/USDT' | :4: scope: underlying must be letters, digits, . _ or -: 'BTC/USDT'",
                "timeout = 30;[account.a];testnet = 'yes' | :3: testnet must be true or false",
                "timeout = 30;[account.a];secret = 'x' | :3: unknown key secret",
                "timeout = 30;[account.a];secret-env = 'S';secret-file = 's' | :3: secret-env and secret-file exclude",
                "timeout = 30;[account.a];keep = 3 | :3: keep must be tables",
                "timeout = 30;[account.a];on-dead = 'die';[[account.a.keep]];scope = 'all' | :3: on-dead: must be one of [expire, expire-soon]",
                "timeout = [30];[account.a];[[account.a.keep]];scope = 'all' | :1: timeout must be a string or a whole number: [ 30 ]",
                "timeout = 30.5;[account.a];[[account.a.keep]];scope = 'all' | :1: timeout must be a string or a whole",
                "timeout = 30;[account.a];base-url = ['x'] | :3: base-url must be a string or a whole number: [",
                "timeout = 30;[account.a];testnet = [true] | :3: testnet must be true or false: [ true ]",
                "timeout = 30;[account.a];key-env = {b = 1} | :3: key-env must be a string: {",
                "timeout = 30;[account.a];keep = [3] | :3: keep must be tables, [[account.NAME.keep]]: [ 3 ]",
                "timeout = 30;account = 3 | :2: account must be a table: 3",
                "timeout = 30;account = [1] | :2: account must be a table: [ 1 ]",
                "timeout = 30;[account];a = 3 | :3: a must be a table: 3",
                "timeout = = | :1: ",
                "timeout = 30 | [account.NAME] is missing",
                "timeout = 30;[account] | [account.NAME] is missing",
                "timeout = 30;[account.a] | :2: [[account.a.keep]] is missing",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'all';[account.b];keep = [] | :5: [[account.b.keep]] is",
                "timeout = 30;[account.a.keep];scope = 'all' | keep must be tables, [[account.NAME.keep]]: {",
                "[account.a];[[account.a.keep]];scope = 'all' | timeout is missing for a all",
                "timeout = 30;[account.a];[[account.a.keep]] | :3: scope is missing",
                "timeout = 30;[account.a];[[account.a.keep]];scope = 'all';[[account.a.keep]];timeout = 5 | :5: scope is missing",
                "timeout = 30;[account.a];keep = [{timeout = 5}] | :3: scope is missing",
                "timeout = 30;[account.a];[[account.a.keep]];scope = '' | :4: scope must be all, underlying:NAME"
            })
    void aMistakeIsNamedWithItsLine(String text, String message) {
        assertThatThrownBy(() -> read(text.replace(';', '\n')))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("c.toml")
                .hasMessageNotContaining("tomlj")
                .hasMessageNotContaining("Toml")
                .hasMessageContaining(message);
    }

    private static Target find(Config config, String name) {
        return config.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
