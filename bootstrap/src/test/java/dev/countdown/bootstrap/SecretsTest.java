package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.testing.ApiKey;
import dev.countdown.testing.ExchangeSimulator;
import dev.countdown.testing.SimulatorSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
                assertSilent(environment, "cancel");
                assertSilent(environment, "keep", "--timeout", "5", "--arm-within", "1s", "--", "true");
                assertSilent(environment, "arm", "--timeout", "3");
            });
            strict.faults("{\"html\":1}");
            assertSilent(good, "arm", "--timeout", "30");
            assertSilent(good, "keep", "--timeout", "5", "--arm-within", "1s", "--json", "--", "true");
        }
        assertThat(new Keys("key", SECRET).toString()).doesNotContain(SECRET);
        assertThat(new Keys("key", SECRET).credentials().toString()).doesNotContain(SECRET);
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
