package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Installs other people's clients and runs them; needs node and npm. Run by {@code mvn -P peers}. */
@Tag("peers")
class PeersTest {

    private static final Path SCRIPTS = Path.of("src/peers");
    private static final Path TARGET = Path.of("target/peers");

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(TARGET);
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            files.filter(Files::isRegularFile).forEach(PeersTest::copy);
        }
        run("install", Map.of(), "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock");
    }

    @ParameterizedTest
    @CsvSource({
        "gate-api.js, string",
        "gate-api.js, number",
        "gate-api.js, absent",
        "ccxt.js, string",
        "ccxt.js, number",
        "ccxt.js, absent"
    })
    void takesTheSimulatorForTheExchange(String script, String form) throws Exception {
        InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
        try (ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0)) {
            simulator.faults("{\"triggerTimeAs\":\"" + form + "\"}");
            Map<String, String> environment =
                    Map.of("COUNTDOWN_BASE_URL", simulator.baseUri().toString(), "TRIGGER_TIME_AS", form);
            run(script + "-" + form, environment, "node", script);
            assertThat(simulator.requests()).extracting(SeenRequest::verdict).contains("INVALID_SIGNATURE", "applied");
        }
    }

    private static void copy(Path file) {
        try {
            Files.copy(file, TARGET.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String name, Map<String, String> environment, String... command) throws Exception {
        File output = TARGET.resolve(name + ".log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TARGET.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends in time").isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(output.toPath()))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
