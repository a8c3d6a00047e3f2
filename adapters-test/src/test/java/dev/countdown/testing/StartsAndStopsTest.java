package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("thorough")
class StartsAndStopsTest {

    private static final int MILLION = 1_000_000;
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
    private static final CloseMode[] MODES = CloseMode.values();

    private final ManualScheduler time = new ManualScheduler();
    private final List<Scope> scopes =
            IntStream.range(0, 1_000).mapToObj(i -> Scope.underlying("U" + i)).toList();
    private final CountdownGateway gateway = (countdown, deadline) ->
            CompletableFuture.completedFuture(new Outcome.Applied(Acknowledgement.of(countdown)));

    /** In a JVM of their own, where no other test leaves anything on the heap meanwhile. */
    @Test
    void aMillionOfThemLeakNothing() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsAndStopsTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> left = process.inputReader().lines().toList();
        assertThat(left).hasSize(2);
        assertThat(left.get(0)).as("pending timers").isEqualTo("0");
        assertThat(Long.parseLong(left.get(1))).as("bytes").isLessThan(MILLION); // less than a byte each
    }

    public static void main(String[] arguments) {
        StartsAndStopsTest test = new StartsAndStopsTest();
        test.startAndStop(MILLION / 10);
        long before = used();
        test.startAndStop(MILLION);
        System.out.println(test.time.pendingTimers());
        System.out.println(used() - before);
    }

    private void startAndStop(int times) {
        for (int i = 0; i < times; i++) {
            CountdownKeeper keeper = CountdownKeeper.builder(gateway, scopes.get(i % scopes.size()), POLICY)
                    .scheduler(time)
                    .executor(Runnable::run)
                    .build()
                    .start();
            time.advance(Duration.ofMillis(1));
            keeper.close(MODES[i % MODES.length]);
            time.advance(Duration.ofMillis(1));
        }
        time.advance(Duration.ofMinutes(5));
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
