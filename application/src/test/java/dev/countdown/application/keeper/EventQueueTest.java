package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperEvent.Arming;
import dev.countdown.application.KeeperEvent.Closed;
import dev.countdown.application.KeeperEvent.Report;
import dev.countdown.application.KeeperEvent.Skipped;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.machine.Handover;
import dev.countdown.application.machine.Heartbeat;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final List<KeeperEvent> heard = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();

    private static Arming event(int number) {
        Protection nothing = new Heartbeat(
                        Scope.all(),
                        RenewalPolicy.forTimeout(Timeout.MINIMUM),
                        Handover.NONE,
                        1,
                        new ClockReading(0, 0))
                .snapshot()
                .protection(new ClockReading(0, 0));
        return new Arming(new Report(Instant.ofEpochMilli(number), Scope.all(), nothing));
    }

    private static Closed closed(int number) {
        return new Closed(event(number).report(), new CloseResult(CloseMode.EXPIRE, true, Duration.ZERO));
    }

    @Test
    void deliversInOrderOnTheExecutorOnce() {
        EventQueue queue = new EventQueue(heard::add, held::add);
        queue.add(List.of(event(1), event(2)));
        queue.deliver();
        queue.add(List.of(event(3)));
        queue.deliver();
        assertThat(held).hasSize(1);
        held.get(0).run();
        assertThat(heard).containsExactly(event(1), event(2), event(3));
        queue.deliver();
        assertThat(held).hasSize(1);
    }

    @Test
    void saysHowManyItHadToDropAndAlwaysTellsTheEnd() {
        EventQueue queue = new EventQueue(heard::add, held::add);
        for (int i = 0; i < 1_030; i++) {
            queue.add(List.of(event(i)));
        }
        queue.add(List.of(closed(2_000)));
        queue.deliver();
        held.get(0).run();
        assertThat(heard).hasSize(1_026).endsWith(new Skipped(event(1_024).report(), 6), closed(2_000));
    }

    @Test
    void nothingOvertakesTheCountOfWhatItHadToDrop() {
        EventQueue[] queue = new EventQueue[1];
        queue[0] = new EventQueue(
                event -> {
                    heard.add(event);
                    if (heard.size() == 1) {
                        queue[0].add(List.of(event(5_000)));
                    }
                },
                held::add);
        for (int i = 0; i < 1_025; i++) {
            queue[0].add(List.of(event(i)));
        }
        queue[0].deliver();
        held.get(0).run();
        assertThat(heard).hasSize(1_025).endsWith(new Skipped(event(1_024).report(), 2));
        queue[0].add(List.of(event(6_000)));
        queue[0].deliver();
        held.get(1).run();
        assertThat(heard).endsWith(event(6_000));
    }

    @Test
    void whatAnExecutorRefusesWaitsForTheNextCall() {
        List<Executor> executors = new ArrayList<>(List.of(
                task -> {
                    throw new RejectedExecutionException();
                },
                Runnable::run));
        EventQueue queue =
                new EventQueue(heard::add, task -> executors.remove(0).execute(task));
        queue.add(List.of(event(1)));
        queue.deliver();
        assertThat(heard).isEmpty();
        queue.deliver();
        assertThat(heard).containsExactly(event(1));
    }

    @Test
    void aListenerThatThrowsGetsTheNextEvent() {
        EventQueue queue = new EventQueue(
                event -> {
                    heard.add(event);
                    throw new AssertionError();
                },
                Runnable::run);
        queue.add(List.of(event(1), event(2)));
        queue.deliver();
        assertThat(heard).hasSize(2);
    }
}
