package dev.countdown.testing;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Keeps every event of one or more keepers for a test to look at. Safe for use by many threads. */
public final class RecordingListener implements KeeperListener {

    private final List<KeeperEvent> events = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();

    /** A listener that has heard nothing yet. */
    public RecordingListener() {}

    @Override
    public void on(CountdownKeeper keeper, KeeperEvent event) {
        synchronized (events) {
            events.add(event);
            waits.forEach(wait -> wait.offer(event));
        }
    }

    /**
     * All events so far.
     *
     * @return a copy, oldest first
     */
    public List<KeeperEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /**
     * The names of all events so far, such as {@code arming, armed, renewed}.
     *
     * @return oldest first
     */
    public List<String> names() {
        return events().stream().map(KeeperEvent::name).toList();
    }

    /**
     * The events of one type.
     *
     * @param <E> the type
     * @param type the type
     * @return oldest first
     */
    public <E extends KeeperEvent> List<E> all(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * The latest event of one type.
     *
     * @param <E> the type
     * @param type the type
     * @return empty if there was none
     */
    public <E extends KeeperEvent> Optional<E> last(Class<E> type) {
        List<E> all = all(type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /**
     * Waits, in real time, for an event of a type unless there was one already.
     *
     * @param <E> the type
     * @param type the type
     * @param atMost how long
     * @return the first such event
     * @throws AssertionError if none came; it lists what came instead
     */
    public <E extends KeeperEvent> E await(Class<E> type, Duration atMost) {
        return type.cast(await(type.getSimpleName(), type::isInstance, atMost));
    }

    /**
     * Waits, in real time, for an event unless there was one already.
     *
     * @param what names it in a failure
     * @param wanted which event; asked on the thread that tells of it, while no other event is heard
     * @param atMost how long
     * @return the first such event
     * @throws AssertionError if none came; it lists what came instead
     */
    public KeeperEvent await(String what, Predicate<KeeperEvent> wanted, Duration atMost) {
        Wait wait = new Wait(wanted, new CompletableFuture<>());
        synchronized (events) { // so that no event can come between those that were and those that will be
            events.forEach(wait::offer);
            waits.add(wait);
        }
        try {
            return wait.found.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no " + what + " within " + atMost + ", but " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } catch (ExecutionException e) {
            throw new AssertionError("the condition for " + what + " threw", e);
        } finally {
            synchronized (events) {
                waits.remove(wait);
            }
        }
    }

    @Override
    public String toString() {
        return names().toString();
    }

    private record Wait(Predicate<KeeperEvent> wanted, CompletableFuture<KeeperEvent> found) {
        void offer(KeeperEvent event) {
            try {
                if (wanted.test(event)) {
                    found.complete(event);
                }
            } catch (Throwable e) {
                found.completeExceptionally(e);
            }
        }
    }
}
