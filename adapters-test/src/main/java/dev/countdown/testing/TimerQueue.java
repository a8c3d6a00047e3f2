package dev.countdown.testing;

import dev.countdown.application.Scheduler.Timer;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Timers in order of their times, those of one time in the order in which they were set. Not thread-safe. */
final class TimerQueue {

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long sequence;
    private int cancelled;

    Timer add(long due, Runnable task) {
        Entry entry = new Entry(due, sequence++, task);
        entries.add(entry);
        return () -> cancel(entry);
    }

    int size() {
        return entries.size() - cancelled;
    }

    /** When the next timer is due, so much later than it was set for; {@link Long#MAX_VALUE} if there is none. */
    long nextDue(long shift) {
        dropCancelled();
        Entry first = entries.peek();
        return first == null || first.due > Long.MAX_VALUE - shift ? Long.MAX_VALUE : first.due + shift;
    }

    @Nullable
    Runnable poll() {
        dropCancelled();
        Entry first = entries.poll();
        if (first == null) {
            return null;
        }
        Runnable task = first.task;
        first.task = null;
        return task;
    }

    private void dropCancelled() {
        for (Entry first = entries.peek(); first != null && first.task == null; first = entries.peek()) {
            entries.remove();
            cancelled--;
        }
    }

    /** Removing one entry takes time in proportion to all, so cancelled ones stay until they are half of the queue. */
    private void cancel(Entry entry) {
        if (entry.task == null) {
            return;
        }
        entry.task = null;
        cancelled++;
        if (cancelled > 64 && cancelled > entries.size() / 2) {
            entries.removeIf(each -> each.task == null);
            cancelled = 0;
        }
    }

    private static final class Entry implements Comparable<Entry> {
        private final long due;
        private final long sequence;
        private @Nullable Runnable task;

        Entry(long due, long sequence, Runnable task) {
            this.due = due;
            this.sequence = sequence;
            this.task = task;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
