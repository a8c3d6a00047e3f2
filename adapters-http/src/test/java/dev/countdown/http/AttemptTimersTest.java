package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.http.AttemptTimers.Alarm;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptTimersTest {

    private static final long NEVER = 3_600 * Nanos.SECOND;

    private final Vertx vertx = Vertx.vertx();
    private final VertxScheduler scheduler = new VertxScheduler(vertx);
    private final AttemptTimers timers = new AttemptTimers(scheduler, Scheduler.system());
    private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private Alarm alarm(String name) {
        return alarm(name, self -> {});
    }

    private Alarm alarm(String name, Consumer<Alarm> then) {
        return new Alarm() {
            @Override
            void ring() {
                rung.add(name);
                then.accept(this);
            }
        };
    }

    private void set(Alarm alarm, long nanos) {
        timers.set(alarm, System.nanoTime() + nanos);
    }

    private void onEventLoop(Runnable steps) {
        scheduler.context().runOnContext(now -> steps.run());
    }

    private List<String> next(int count) throws InterruptedException {
        List<String> names = new ArrayList<>();
        while (names.size() < count) {
            names.add(String.valueOf(rung.poll(1, TimeUnit.MINUTES)));
        }
        return names;
    }

    @Test
    void whatIsDueFirstRingsFirst() throws Exception {
        onEventLoop(() -> {
            set(alarm("never"), NEVER);
            set(alarm("last"), 60 * Nanos.MILLI);
            set(alarm("first"), 20 * Nanos.MILLI);
            set(alarm("first too"), 20 * Nanos.MILLI);
        });
        assertThat(next(3)).containsExactly("first", "first too", "last");
    }

    @Test
    void whatIsCancelledDoesNotRingAndHoldsUpNobody() throws Exception {
        onEventLoop(() -> {
            Alarm cancelled = alarm("cancelled");
            set(cancelled, 10 * Nanos.MILLI);
            set(alarm("kept"), 30 * Nanos.MILLI);
            timers.cancel(cancelled);
        });
        assertThat(next(1)).containsExactly("kept");
    }

    @Test
    void whatIsSetAgainRingsOnceMore() throws Exception {
        onEventLoop(() -> {
            Alarm moved = alarm("moved", self -> {
                if (rung.size() < 2) {
                    set(self, Nanos.MILLI);
                }
            });
            set(moved, NEVER);
            set(moved, Nanos.MILLI);
        });
        assertThat(next(2)).containsExactly("moved", "moved");
    }

    @Test
    void oneThatThrowsHoldsUpNobody() throws Exception {
        onEventLoop(() -> {
            set(
                    alarm("throws", self -> {
                        throw new IllegalStateException("meant to be thrown");
                    }),
                    5 * Nanos.MILLI);
            set(alarm("other"), 5 * Nanos.MILLI);
        });
        assertThat(next(2)).containsExactly("throws", "other");
    }
}
