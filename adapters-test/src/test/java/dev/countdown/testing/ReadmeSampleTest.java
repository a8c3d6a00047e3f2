package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.simulator.ExchangeSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What this module's README shows. Its first test of a tester is {@link ClosedKeeperTest}. */
class ReadmeSampleTest {

    private static final String README = read(Path.of("README.md"));
    private static final Path SAMPLE = Path.of("src/test/java/dev/countdown/testing/ClosedKeeperTest.java");

    @Test
    void theFirstTestInTheReadmeIsOneThatRunsAndIsShort() throws IOException {
        List<String> source = Files.readAllLines(SAMPLE);
        List<String> sample = source.subList(source.indexOf("@ExtendWith(ExchangeExtension.class)"), source.size());
        int dependency = 2;
        assertThat(README).contains("```java\n" + String.join("\n", sample) + "\n```");
        assertThat(sample.size() + dependency).isLessThanOrEqualTo(15);
    }

    @Test
    void everyScriptCanBeRead() {
        assertThat(find("FaultScript\\.parse\\(\"([^\"]+)\"\\)"))
                .isNotEmpty()
                .allSatisfy(script -> assertThatCode(() -> FaultScript.parse(script))
                        .as(script)
                        .doesNotThrowAnyException());
    }

    @Test
    void everyFaultOfAScriptHasARow() {
        String rows = String.join("\n", find("(?m)^(\\| `[a-z-]+[^\\n|]*\\|)[^\\n|]*\\|$"));
        assertThat(Fault.class.getPermittedSubclasses())
                .allSatisfy(kind -> assertThat(rows)
                        .contains("`"
                                + kind.getSimpleName()
                                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                        .toLowerCase()));
    }

    @Test
    void theSimulatorTakesEveryExampleOfItsFaults() {
        try (ExchangeSimulator simulator = ExchangeSimulator.start(InMemoryExchange.on(Scheduler.system()), 0)) {
            assertThat(find("`(\\{\"[^`]+})`")).hasSize(2).allSatisfy(json -> simulator.faults(json));
        }
    }

    private static List<String> find(String regex) {
        return Pattern.compile(regex)
                .matcher(README)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
