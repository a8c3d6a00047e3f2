package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange on a machine whose threads pause between two looks at its clocks. */
class RealTimeTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();
    private final long wallOffset = 1_700_000_000_000L - nanos / 1_000_000;
    private long spent;
    private int looks;
    private final Queue<Due> timers = new ArrayDeque<>();

    private record Due(Duration delay, Runnable task) {}

    private final class Pausing implements Scheduler {
        @Override
        public long nanoTime() {
            long now = nanos + spent;
            pause();
            return now;
        }

        @Override
        public long wallMillis() {
            long now = wallOffset + nanos / 1_000_000 + spent / 1_000_000;
            pause();
            return now;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            timers.add(new Due(delay, task));
            return () -> {};
        }

        private void pause() {
            looks--;
            spent += looks == 0 ? PAUSE.toNanos() : 0;
        }
    }

    private static void arm(InMemoryExchange exchange, int seconds) {
        exchange.gateway().submit(Countdown.arm(Scope.all(), Timeout.ofSeconds(seconds)), PAUSE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void firesNeverEarlyThoughItsThreadPausesAfterALookAndNanoTimeWraps(int look) {
        InMemoryExchange exchange =
                InMemoryExchange.on(new Pausing(), ExchangeAssumptions.DEFAULTS.withCheckPeriod(Duration.ZERO));
        arm(exchange, 5);
        looks = look;
        arm(exchange, 30);
        for (Due due = timers.poll(); due != null; due = timers.poll()) {
            assertThat(due.delay.isNegative()).isFalse();
            spent += due.delay.toNanos();
            due.task.run();
        }
        ExchangeEvent.Fired fired = exchange.firings().get(0);
        assertThat(fired.at())
                .isBetween(fired.triggerTime(), fired.triggerTime().plus(PAUSE.multipliedBy(3)));
    }
}
