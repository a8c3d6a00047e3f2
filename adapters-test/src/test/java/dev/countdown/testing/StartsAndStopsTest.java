package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.CountdownKeeper;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Reply;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartsAndStopsTest {

    private static final int MILLION = 1_000_000;
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
    private static final CloseMode[] MODES = CloseMode.values();

    private final ManualScheduler time = new ManualScheduler();
    private final List<Scope> scopes =
            IntStream.range(0, 1_000).mapToObj(i -> Scope.underlying("U" + i)).toList();
    private final CountdownGateway gateway = (countdown, deadline) ->
            CompletableFuture.completedFuture(new Reply.Applied(Acknowledgement.of(countdown)));

    @Test
    void aMillionOfThemLeakNothing() {
        startAndStop(MILLION / 10);
        long before = used();
        startAndStop(MILLION);
        assertThat(time.pendingTimers()).isZero();
        assertThat(used() - before).isLessThan(MILLION); // less than a byte each
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
