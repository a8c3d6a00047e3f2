package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class BadInputTest extends SimulatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arm --timeout 3 | timeout must be at least 5 seconds: 3",
                "arm --timeout 0 | --timeout must be at least 5 seconds",
                "arm --timeout 99999999999 | timeout must be at most 2147483647 seconds: 99999999999",
                "arm --timeout x | 'x'",
                "arm | --timeout",
                "arm --timeout 30 --underlying _ | underlying must be letters, digits, . _ or -: ' '",
                "arm --timeout 30 --contract A_B__C | contract must be letters, digits, . _ or -: 'A_B C'",
                "arm --timeout 30 --base-url http://example.com/api/v4 | example.com",
                "arm --timeout 30 --underlying BTC\"},{\" | underlying must be letters, digits, . _ or -: 'BTC\"},{\"'",
                "arm --timeout 30 --base-url http://127.0.0.1:99999/api/v4 | must have a port of 1 to 65535: http://127.0.0.1:99999/api/v4",
                "arm --timeout 30 --testnet --base-url http://127.0.0.1:1/api/v4 | exclude each other",
                "disarm --tiemout 30 | unknown option: '--tiemout'",
                "arm --tiemout 30 | unknown option: '--tiemout'; did you mean --timeout",
                "plan --tiemout=30 | unknown option: '--tiemout'",
                "check --kees | unknown option: '--kees'; did you mean --keys",
                "check | FILE",
                "help kep | kep",
                "keep --config nosuch.toml --timeout 30 | --config excludes --timeout, which the file holds; beside it go --allow-reconciled, --arm-within, --color,",
                "keep --config nosuch.toml --base-url http://127.0.0.1:1/ | --config excludes --base-url",
                "keep --config nosuch.toml --underlying A_B | --config excludes --underlying",
                "keep --timeout 30 --color red | red",
                "kep --timeout 30 | did you mean",
                "keep --timeout 30 --interval 30s | interval must be at most half the timeout of 30s",
                "keep --timeout 30 --interval x | duration must be written as 30 for seconds, 1500ms, 10s or 2m: 'x'",
                "keep --timeout 30 --arm-within 8 | duration must have a unit, such as 8s or 8ms: '8'",
                "keep --timeout thirty | duration must be written as 30 for seconds, 1500ms, 10s or 2m: 'thirty'",
                "keep --timeout 30 --interval 16 | interval must be at most half the timeout of 30s",
                "keep --timeout 0 | timeout to keep must be at least 5 seconds",
                "keep --timeout 30 --underlying A --underlying A | a scope must be named once: underlying:A",
                "keep --timeout 30 --pid 99999999 | --pid must name a running process: 99999999",
                "keep --timeout 30 --stdin-pets | --stdin-pets needs --max-age",
                "keep --timeout 30 --stdin-pets --max-age 1s -- true | exclude each other",
                "keep --timeout 30 --max-age 1s | --max-age needs",
                "keep --timeout 30 --health-url http://a:b@127.0.0.1/ | --health-url must name no user: 127.0.0.1",
                "keep --timeout 30 --health-url http://127.0.0.1/ --health-failures 0 | --health-failures must be 1 to 100: 0",
                "keep --timeout 30 --health-failures 3 | --health-failures needs --health-url: 3",
                "keep --timeout 30 --health-url http://127.0.0.1:65536/ | --health-url must have a port of 1 to 65535: http://127.0.0.1:65536/",
                "keep --timeout 30 --arm-within 0s -- true | --arm-within must be positive: 0",
                "keep --timeout 30 --fresh-file /tmp --max-age 5s | --fresh-file must be a file, not a directory: /tmp",
                "keep --timeout 30 --gate-file /tmp | --gate-file must be a file, not a directory: /tmp",
                "keep --timeout 30 --gate-file /no/such/folder/gate | --gate-file must be in a folder that exists and can be written to: /no/such/folder/gate",
                "arm --timeout 30 --market spot --contract A_B | a scope of market spot must be all or pair:NAME: contract:A_B",
                "disarm --pair A_B | a scope of market options must be all, underlying:NAME or contract:NAME: pair:A_B",
                "arm --timeout 30 --market moon | market must be one of [options, futures-usdt, futures-btc, spot]: moon",
                "arm --timeout 30 --market spot --pair A_B --contract A | --pair excludes --underlying and --contract: A_B",
                "keep --timeout 30 --market futures-usdt --underlying A_B | a scope of market futures-usdt must be all or contract:NAME: underlying:A_B",
                "keep --config nosuch.toml --market spot | --config excludes --market",
                "reconciled pair:A_B --market options | a scope of market options must be all",
                "reconciled everything | scope must be all, underlying:NAME, contract:NAME or pair:NAME: 'everything'",
                "reconciled all --underlying A | a scope must be named once: all",
                "keep --timeout 30 --on-dead explode | explode",
                "simulate --port 70000 | --port must be 0 to 65535: 70000"
            })
    void isOneLineThatNamesTheRuleAndSendsNothing(String line, String rule) {
        List<String> arguments = List.of(line.split(" ")).stream()
                .map(argument -> argument.equals("_") ? " " : argument.replace("__", " "))
                .toList();
        assertRefused(Cli.environment(baseUri), rule, arguments.toArray(String[]::new));
    }

    @Test
    void missingKeysAreNamed() {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.remove(Keys.KEY);
        assertRefused(environment, "GATE_API_KEY must be set", "arm", "--timeout", "30");
    }

    @Test
    void aMissingSecretIsNamed() {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.remove(Keys.SECRET);
        assertRefused(
                environment,
                "exactly one of GATE_API_SECRET and GATE_API_SECRET_FILE must be set",
                "keep",
                "--timeout",
                "30");
    }

    private void assertRefused(Map<String, String> environment, String rule, String... arguments) {
        try (Cli cli = Cli.start(environment, arguments)) {
            assertThat(cli.exitCode()).describedAs("%s", cli.err()).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).singleElement().asString().contains(rule);
            assertThat(cli.out()).isEmpty();
            assertThat(simulator.requests()).isEmpty();
        }
    }
}
