package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SecretsTest extends SimulatorTest {

    private static final String SECRET = "s3cr3t-0f-a-b0t";

    @Test
    void noOutputOfAnyCommandHoldsTheSecret() {
        ApiKey key = ApiKey.of("key-of-a-bot", SECRET, "demo");
        try (ExchangeSimulator strict =
                ExchangeSimulator.start(exchange, 0, SimulatorSettings.DEFAULTS.withKeys(key))) {
            Map<String, String> good = Cli.environment(strict.baseUri());
            good.put(Keys.KEY, "key-of-a-bot");
            good.put(Keys.SECRET, SECRET);
            Map<String, String> refused = Cli.environment(baseUri);
            refused.put(Keys.SECRET, SECRET);
            Map<String, String> broken = Cli.environment(strict.baseUri());
            broken.put(Keys.KEY, "not a key");
            broken.put(Keys.SECRET, SECRET);
            List.of(good, refused, broken).forEach(environment -> {
                assertSilent(environment, "arm", "--timeout", "30", "--json");
                assertSilent(environment, "disarm");
                assertSilent(environment, "keep", "--timeout", "5", "--arm-within", "1s", "--", "true");
                assertSilent(environment, "arm", "--timeout", "3");
            });
            strict.faults("{\"html\":1}");
            assertSilent(good, "arm", "--timeout", "30");
            assertSilent(good, "keep", "--timeout", "5", "--arm-within", "1s", "--json", "--", "true");
        }
    }

    @Test
    void aSecretInTheWrongPlaceIsNotShownAgain() {
        Map<String, String> environment = Cli.environment(baseUri);
        List.of("--api-secret=" + SECRET, "--api-secret " + SECRET, "extra " + SECRET, "extra --api-secret=" + SECRET)
                .forEach(words -> assertSilent(environment, ("arm --timeout 30 " + words).split(" ")));
        assertSilent(environment, "--api-secret=" + SECRET, "arm");
        assertSilent(environment, "keep", "--timeout", "30", "--api-secret=" + SECRET, "--", "true");
        List.of("https://h/api/v4?x=", "ftp://h/?x=", "https://h/ ?x=", "https://a_host/#", "https://me:1?")
                .forEach(url -> assertSilent(
                        environment,
                        "arm",
                        "--timeout",
                        "30",
                        "--base-url",
                        url + SECRET + (url.contains("me") ? "@h/" : "")));
        assertSilent(environment, "arm", "--timeout", "30", "--base-url", "https://me:" + SECRET + "@a_host/");
        assertSilent(environment, "arm", "--timeout", "30", "--testnet", "--base-url", "https://h/?x=" + SECRET);
        assertSilent(environment, "keep", "--timeout", "30", "--health-url", "ftp://h/?x=" + SECRET);
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aFileThatOthersCanReadIsRefusedByEveryCommandThatTakesOne(@TempDir Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(folder.resolve("secret"), SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path config = Files.writeString(folder.resolve("c.toml"), """
                timeout = 30
                [account.main]
                base-url = "%s"
                secret-file = "%s"
                [[account.main.keep]]
                scope = "all"
                """.formatted(baseUri, file));
        Map<String, String> environment = Cli.environment(baseUri);
        environment.remove(Keys.SECRET);
        environment.put(Keys.SECRET_FILE, file.toString());
        assertRefused(Keys.SECRET_FILE, file, environment, "arm", "--timeout", "30");
        assertRefused(Keys.SECRET_FILE, file, environment, "keep", "--timeout", "30");
        assertRefused(Keys.SECRET_FILE, file, environment, "simulate");
        environment.remove(Keys.SECRET_FILE);
        environment.remove(ConnectionOptions.BASE_URL);
        assertRefused("secret-file", file, environment, "keep", "--config", config.toString());
        String[] pet = {"pet", "--guard", "http://127.0.0.1:1", "--bot", "b", "--scope", "a/all", "--token-file"};
        String[] named = Arrays.copyOf(pet, pet.length + 1);
        named[pet.length] = file.toString();
        assertRefused("--token-file", file, environment, named);
        environment.put("COUNTDOWN_PET_TOKEN_FILE", file.toString());
        assertRefused("COUNTDOWN_PET_TOKEN_FILE", file, environment, Arrays.copyOf(pet, pet.length - 1));
        assertThat(simulator.requests()).isEmpty();
    }

    private static void assertRefused(String name, Path file, Map<String, String> environment, String... arguments) {
        try (Cli cli = Cli.start(environment, arguments)) {
            assertThat(cli.exitCode()).isEqualTo(2);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.err())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "countdown: " + name + ": secret file must not be readable by group or others: " + file);
        }
    }

    private static void assertSilent(Map<String, String> environment, String... arguments) {
        try (Cli cli = Cli.start(environment, arguments)) {
            cli.exitCode();
            assertThat(String.join("\n", cli.out()) + String.join("\n", cli.err()))
                    .isNotEmpty()
                    .doesNotContain(SECRET);
        }
    }
}
