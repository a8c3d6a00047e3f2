package dev.countdown.application.keeper;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperEvent.Report;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to one listener, one at a time and in order, on an executor. A listener that blocks holds up
 * nobody but itself: events beyond 1,024 are dropped and counted.
 */
final class EventQueue {

    private static final int CAPACITY = 1024;

    private final Consumer<KeeperEvent> listener;
    private final Executor executor;
    private final Queue<KeeperEvent> waiting = new ArrayDeque<>();
    private @Nullable Report firstSkipped;
    private long skipped;
    private @Nullable KeeperEvent last;
    private boolean handedOver;
    private boolean delivering;

    EventQueue(Consumer<KeeperEvent> listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    synchronized void add(List<KeeperEvent> events) {
        for (KeeperEvent event : events) {
            if (event instanceof KeeperEvent.Closed) {
                last = event;
            } else if (waiting.size() < CAPACITY && firstSkipped == null) {
                waiting.add(event);
            } else {
                firstSkipped = firstSkipped == null ? event.report() : firstSkipped;
                skipped++;
            }
        }
    }

    /**
     * Called without any lock held: the executor may run the listener before this returns. The last event is handed over even
     * if one before it was: an executor that was shut down at once drops what it had taken.
     */
    void deliver() {
        synchronized (this) {
            if (delivering || isEmpty() || (handedOver && last == null)) {
                return;
            }
            handedOver = true;
        }
        try {
            executor.execute(this::drain);
        } catch (Throwable refused) { // the events wait for the next call
            synchronized (this) {
                handedOver = false;
            }
        }
    }

    /** What waits is told to nobody; nothing may be added any more. */
    synchronized void stop() {
        waiting.clear();
        firstSkipped = null;
        last = null;
    }

    private void drain() {
        synchronized (this) {
            handedOver = false;
            if (delivering) {
                return;
            }
            delivering = true;
        }
        for (KeeperEvent event = next(); event != null; event = next()) {
            try {
                listener.accept(event);
            } catch (Throwable itsOwn) { // a listener that throws misses nothing but the rest of its own call
            }
        }
    }

    private synchronized @Nullable KeeperEvent next() {
        KeeperEvent event = waiting.isEmpty() ? afterWaiting() : waiting.remove();
        delivering = event != null;
        return event;
    }

    private @Nullable KeeperEvent afterWaiting() {
        KeeperEvent event = firstSkipped == null ? last : new KeeperEvent.Skipped(firstSkipped, skipped);
        last = firstSkipped == null ? null : last;
        firstSkipped = null;
        skipped = 0;
        return event;
    }

    private boolean isEmpty() {
        return waiting.isEmpty() && firstSkipped == null && last == null;
    }
}
