package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's first code sample is that of {@link EmbeddingSample}, with the imports that it needs, and it runs. */
class ReadmeTest extends SimulatorTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SAMPLE = Path.of("src/test/java/dev/countdown/bootstrap/EmbeddingSample.java");

    private final List<String> events = new CopyOnWriteArrayList<>();

    private final EmbeddingSample sample = new EmbeddingSample() {
        @Override
        void log(String event, String reason) {
            assertThat(reason).isNotNull();
            events.add(event);
        }

        @Override
        void readOrdersFromTheExchange() {}

        @Override
        void tradeUntilStopped(Runnable pet, BooleanSupplier mayQuote) {
            Await.until("may quote", () -> {
                pet.run(); // in its own loop: a first connection on a busy machine outlasts the watchdog
                return mayQuote.getAsBoolean();
            });
        }
    };

    @Test
    void theSampleIsCodeThatRunsAndStandsOnTheFirstScreen() throws IOException {
        List<String> readme = Files.readAllLines(README);
        int start = readme.indexOf("```java") + 1;
        int length = readme.subList(start, readme.size()).indexOf("```");
        assertThat(readme.subList(start, start + length)).isEqualTo(sampleWithItsImports());
        assertThat(start).isLessThanOrEqualTo(24);
        assertThat(length).isLessThanOrEqualTo(32);
    }

    @Test
    void theSampleGuardsOrdersAndIsDisarmedOnceItReturns() {
        sample.embed(baseUri, "demo", "demo");
        assertThat(exchange.countdowns()).isEmpty();
        Await.until("closed", () -> events.contains("closed"));
        assertThat(events).containsSubsequence("arming", "armed", "disarmed", "closed");
    }

    @Test
    void theSampleOfAFleetGuardsEveryScope() {
        Watchdog alive = new Watchdog(Scheduler.system(), Duration.ofMinutes(10));
        RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
        List<Scope> scopes = List.of(Scope.underlying("BTC_USDT"), Scope.underlying("ETH_USDT"));
        KeeperFleet fleet = sample.embedFleet(exchange.gateway(), scopes, policy, alive);
        Await.until("may quote", fleet::mayQuote);
        assertThat(exchange.countdowns()).hasSize(2);
        fleet.close(CloseMode.DISARM).join();
        assertThat(exchange.countdowns()).isEmpty();
    }

    private static List<String> sampleWithItsImports() throws IOException {
        List<String> lines = Files.readAllLines(SAMPLE);
        int from = lines.indexOf("        // sample") + 1;
        List<String> code = lines.subList(from, lines.indexOf("        // end of sample")).stream()
                .map(line -> line.substring(8))
                .toList();
        Stream<String> imports =
                lines.stream().filter(line -> line.startsWith("import ") && isUsed(simpleName(line), code));
        return Stream.of(imports, Stream.of(""), code.stream())
                .flatMap(part -> part)
                .toList();
    }

    private static String simpleName(String importLine) {
        return importLine.replaceAll(".*\\.(\\w+);", "$1");
    }

    private static boolean isUsed(String type, List<String> code) {
        return code.stream().anyMatch(line -> line.matches(".*\\b" + type + "\\b.*"));
    }
}
