package dev.countdown.bootstrap.once;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ArmAndDisarmTest extends SimulatorTest {

    @Nested
    class OneRequestGoesOut {

        @Test
        void itsBodyHoldsNothingButTheTimeoutForAllOrders() {
            run("arm", "--timeout", "30");
            assertThat(bodies()).containsExactly("{\"timeout\":30}");
        }

        @Test
        void itsBodyNamesTheUnderlying() {
            run("arm", "--timeout", "30", "--underlying", "BTC_USDT");
            assertThat(bodies()).containsExactly("{\"timeout\":30,\"underlying\":\"BTC_USDT\"}");
        }

        @Test
        void itsBodyNamesTheContractAndItsUnderlying() {
            run("arm", "--timeout", "30", "--contract", "DOGE_USDT-20260519-0.106-C");
            assertThat(bodies())
                    .containsExactly("{\"timeout\":30,\"contract\":\"DOGE_USDT-20260519-0.106-C\","
                            + "\"underlying\":\"DOGE_USDT\"}");
        }

        @Test
        void aDisarmHasTimeoutZero() {
            run("disarm", "--underlying", "BTC_USDT");
            assertThat(bodies()).containsExactly("{\"timeout\":0,\"underlying\":\"BTC_USDT\"}");
        }

        private void run(String... arguments) {
            try (Cli cli = Cli.start(baseUri, arguments)) {
                assertThat(cli.exitCode()).describedAs("%s", cli.err()).isZero();
                assertThat(cli.out()).hasSize(1);
            }
        }
    }

    @Test
    void armPrintsTheTriggerTimeAsJson() {
        try (Cli cli = Cli.start(baseUri, "arm", "--timeout", "30", "--underlying", "BTC_USDT", "--json")) {
            assertThat(cli.exitCode()).isZero();
            long end = exchange.countdowns().get(0).triggerTime().toEpochMilli();
            assertThat(cli.out().get(0))
                    .matches(
                            "\\{\"market\":\"options\",\"scope\":\"underlying:BTC_USDT\",\"timeout\":30,\"triggerTime\":"
                                    + end + ",\"rttMs\":\\d+}");
        }
    }

    @Test
    void theSecretMayBeInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "demo\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = Cli.environment(baseUri);
        environment.remove(Keys.SECRET);
        environment.put(Keys.SECRET_FILE, file.toString());
        try (Cli cli = Cli.start(environment, "arm", "--timeout", "30")) {
            assertThat(cli.exitCode()).isZero();
        }
    }

    @Test
    void aWrongSecretIsNotAppliedAndSaysSo() {
        Map<String, String> environment = Cli.environment(baseUri);
        environment.put(Keys.SECRET, "wrong");
        try (Cli cli = Cli.start(environment, "arm", "--timeout", "30")) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.NOT_APPLIED);
            assertThat(cli.err()).singleElement().asString().contains("INVALID_SIGNATURE");
        }
    }

    @Test
    void aBaseUrlThatMayBeCutShortIsNamed() {
        URI cut = URI.create(baseUri.toString().replace("/api/v4", ""));
        try (Cli cli = Cli.start(cut, "arm", "--timeout", "30")) {
            assertThat(cli.exitCode()).isNotZero();
            assertThat(cli.err())
                    .singleElement()
                    .asString()
                    .contains("status 404", "; the base URL does not end with /api/v4");
        }
    }

    @Test
    void aLostReplyIsAnUnknownOutcome() {
        simulator.faults("{\"dropAfter\":1}");
        try (Cli cli = Cli.start(baseUri, "arm", "--timeout", "30")) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(cli.err()).singleElement().asString().contains("outcome unknown", "may be applied until");
        }
    }

    @Test
    void anExchangeThatIsNotThereIsNotApplied() {
        simulator.close();
        try (Cli cli = Cli.start(baseUri, "arm", "--timeout", "30")) {
            assertThat(cli.exitCode()).isEqualTo(ExitCode.NOT_APPLIED);
            assertThat(cli.err()).hasSize(1);
        }
    }
}
