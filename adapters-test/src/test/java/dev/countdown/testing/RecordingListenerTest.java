package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.keeper.CountdownKeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ExchangeExtension.class)
class RecordingListenerTest {

    private final RecordingListener listener = new RecordingListener();
    private List<KeeperEvent> events = List.of();
    private Consumer<KeeperEvent> teller = event -> {};

    @BeforeEach
    void makeEvents(ManualScheduler time, CountdownKeeper keeper, RecordingListener heard) {
        keeper.start();
        time.advance(Duration.ofSeconds(20));
        events = heard.events();
        teller = event -> listener.on(keeper, event);
        assertThat(events).hasSizeGreaterThan(2);
    }

    @Test
    void awaitGivesTheFirstSuchEventThoughAnotherComesMeanwhile() throws Exception {
        AtomicReference<Thread> other = new AtomicReference<>();
        Predicate<KeeperEvent> any = event -> {
            if (other.compareAndSet(null, new Thread(() -> teller.accept(events.get(1))))) {
                other.get().start();
                while (other.get().isAlive() && other.get().getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
            }
            return true;
        };
        teller.accept(events.get(0));
        assertThat(listener.await("any event", any, Await.PATIENCE)).isSameAs(events.get(0));
        other.get().join();
    }

    @Test
    void aConditionThatThrowsAnyThrowableFailsTheWaitingTestAlone() {
        teller.accept(events.get(0));
        assertThatThrownBy(() -> listener.await(
                        "a sound condition",
                        event -> {
                            throw new AssertionError("unsound");
                        },
                        Await.PATIENCE))
                .hasMessage("the condition for a sound condition threw")
                .hasRootCauseMessage("unsound");
    }
}
