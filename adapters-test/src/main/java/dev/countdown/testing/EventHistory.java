package dev.countdown.testing;

import java.util.ArrayDeque;
import java.util.List;

/** The latest events, firings kept apart so that a day of renewals cannot push them out. Not thread-safe. */
final class EventHistory {

    private static final int REMEMBERED = 100_000;

    private final ArrayDeque<ExchangeEvent> events = new ArrayDeque<>();
    private final ArrayDeque<ExchangeEvent.Fired> firings = new ArrayDeque<>();

    void add(ExchangeEvent event) {
        push(events, event);
        if (event instanceof ExchangeEvent.Fired fired) {
            push(firings, fired);
        }
    }

    List<ExchangeEvent> events() {
        return List.copyOf(events);
    }

    List<ExchangeEvent.Fired> firings() {
        return List.copyOf(firings);
    }

    private static <E> void push(ArrayDeque<E> queue, E element) {
        queue.add(element);
        if (queue.size() > REMEMBERED) {
            queue.remove();
        }
    }
}
