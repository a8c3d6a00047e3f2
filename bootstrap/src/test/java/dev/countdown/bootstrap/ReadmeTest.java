package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownKeeper;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The README's first code sample is what stands between the marks below, and it runs. */
class ReadmeTest extends SimulatorTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SELF = Path.of("src/test/java/dev/countdown/bootstrap/ReadmeTest.java");

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void theSampleIsThisCodeAndStandsOnTheFirstScreen() throws IOException {
        List<String> readme = Files.readAllLines(README);
        int start = readme.indexOf("```java");
        int end = readme.subList(start, readme.size()).indexOf("```") + start;
        List<String> sample = readme.subList(start + 1, end);
        assertThat(sample).hasSizeLessThanOrEqualTo(12).isEqualTo(region());
        assertThat(end + 1).isLessThanOrEqualTo(24);
    }

    @Test
    void theSampleGuardsOrdersAndCancelsAtTheEnd() {
        Vertx vertx = Vertx.vertx();
        sample(vertx, baseUri, "demo", "demo");
        Await.until("closed", () -> events.contains("closed"));
        assertThat(events).containsSubsequence("arming", "armed", "disarmed", "closed");
        assertThat(exchange.countdowns()).isEmpty();
        vertx.close();
    }

    private void sample(Vertx vertx, URI exchange, String key, String secret) {
        // sample
        GateSettings settings = GateSettings.of(exchange, Credentials.of(key, secret));
        GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings);
        RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
        Watchdog alive = new Watchdog(Scheduler.system(), Duration.ofSeconds(2));
        CountdownKeeper keeper = CountdownKeeper.builder(gateway, Scope.underlying("BTC_USDT"), policy)
                .liveness(alive)
                .listener(event -> log(event.name(), event.reason()))
                .build();
        keeper.start();
        tradeUntilStopped(alive::pet, keeper::mayQuote);
        keeper.close(CloseMode.DISARM);
        // end of sample
    }

    private void log(String name, String reason) {
        assertThat(reason).isNotNull();
        events.add(name);
    }

    private static void tradeUntilStopped(Runnable pet, BooleanSupplier mayQuote) {
        Await.until("may quote", () -> {
            pet.run(); // in its own loop: a first connection on a busy machine outlasts the watchdog
            return mayQuote.getAsBoolean();
        });
    }

    private static List<String> region() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(SELF));
        int from = lines.indexOf("        // sample");
        int to = lines.indexOf("        // end of sample");
        return lines.subList(from + 1, to).stream()
                .map(line -> line.substring(8))
                .toList();
    }
}
