package dev.countdown.testing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The orders of one user. Not thread-safe. */
final class OrderBook {

    /** Finished orders beyond this many are forgotten, oldest first. */
    private static final int REMEMBERED = 100_000;

    private final TreeMap<Long, ExchangeOrder> open = new TreeMap<>();
    private final Map<Long, ExchangeOrder> finished = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ExchangeOrder> eldest) {
            return size() > REMEMBERED;
        }
    };

    void add(ExchangeOrder order) {
        (order.isOpen() ? open : finished).put(order.id(), order);
    }

    Optional<ExchangeOrder> find(long id) {
        @Nullable ExchangeOrder pending = open.get(id);
        return Optional.ofNullable(pending != null ? pending : finished.get(id));
    }

    List<ExchangeOrder> open() {
        return List.copyOf(open.values());
    }

    List<ExchangeOrder> finished() {
        return List.copyOf(finished.values());
    }

    List<ExchangeOrder> open(Predicate<ExchangeOrder> which) {
        return open.values().stream().filter(which).toList();
    }

    /** Ends open orders, and returns them as they are then. */
    List<ExchangeOrder> finish(List<ExchangeOrder> pending, Instant at, String as) {
        return pending.stream()
                .map(order -> {
                    ExchangeOrder ended = order.finished(at, as);
                    open.remove(order.id());
                    finished.put(order.id(), ended);
                    return ended;
                })
                .toList();
    }
}
