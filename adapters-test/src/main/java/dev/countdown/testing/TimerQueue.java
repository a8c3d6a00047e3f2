package dev.countdown.testing;

import dev.countdown.application.Scheduler.Timer;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Timers in order of their times, those of one time in the order in which they were set. Not thread-safe. */
final class TimerQueue {

    private record Key(long due, long sequence) {}

    private final TreeMap<Key, Runnable> tasks =
            new TreeMap<>(Comparator.comparingLong(Key::due).thenComparingLong(Key::sequence));
    private long sequence;

    Timer add(long due, Runnable task) {
        Key key = new Key(due, sequence++);
        tasks.put(key, task);
        return () -> tasks.remove(key);
    }

    int size() {
        return tasks.size();
    }

    /** When the next timer is due, so much later than it was set for; {@link Long#MAX_VALUE} if there is none. */
    long nextDue(long shift) {
        return tasks.isEmpty() || tasks.firstKey().due() > Long.MAX_VALUE - shift
                ? Long.MAX_VALUE
                : tasks.firstKey().due() + shift;
    }

    @Nullable
    Runnable poll() {
        Map.Entry<Key, Runnable> first = tasks.pollFirstEntry();
        return first == null ? null : first.getValue();
    }
}
