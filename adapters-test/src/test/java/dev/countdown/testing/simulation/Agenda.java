package dev.countdown.testing.simulation;

import java.util.Arrays;

/** What is going to happen, earliest first, and of two at the same time the one that was put down first. */
final class Agenda {

    /** Who runs a task, and so what can hold it up. */
    enum Lane {
        /** The exchange, the network and the world: never held up. */
        WORLD,
        /** Threads of the host other than the one that runs timers. */
        HOST,
        /** The one thread that runs timers. */
        TIMERS
    }

    static class Task {
        final Lane lane;
        final Runnable body;
        long at;
        /** For a timer: the moment on the host's monotonic clock. */
        long due;

        boolean cancelled;
        private long order;

        Task(Lane lane, long at, Runnable body) {
            this.lane = lane;
            this.at = at;
            this.body = body;
        }

        /** Does it, if it can be done now. */
        void run() {
            body.run();
        }

        private boolean isBefore(Task other) {
            return at < other.at || (at == other.at && order < other.order);
        }
    }

    private Task[] heap = new Task[64];
    private int size;
    private long orders;

    void add(Task task) {
        task.order = orders++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && task.isBefore(heap[(hole - 1) >> 1])) {
            heap[hole] = heap[(hole - 1) >> 1];
            hole = (hole - 1) >> 1;
        }
        heap[hole] = task;
    }

    Task next() {
        Task first = heap[0];
        Task last = heap[--size];
        heap[size] = null;
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            child += child + 1 < size && heap[child + 1].isBefore(heap[child]) ? 1 : 0;
            if (!heap[child].isBefore(last)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        if (size > 0) {
            heap[hole] = last;
        }
        return first;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
