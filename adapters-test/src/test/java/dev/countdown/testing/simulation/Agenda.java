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

        Task(Lane lane, long at, Runnable body) {
            this.lane = lane;
            this.at = at;
            this.body = body;
        }

        /** Does it, if it can be done now. */
        void run() {
            body.run();
        }
    }

    private Task[] heap = new Task[64];

    /** When each is due and in which order it was put down, apart from the tasks: most looks need no more. */
    private long[] times = new long[64];

    private long[] orders = new long[64];
    private int size;
    private long added;

    void add(Task task) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && task.at < times[(hole - 1) >> 1]) { // added last: of two at the same time it is the later
            move((hole - 1) >> 1, hole);
            hole = (hole - 1) >> 1;
        }
        put(hole, task, task.at, added++);
    }

    Task next() {
        Task first = heap[0];
        int last = --size;
        Task task = heap[last];
        long time = times[last];
        long order = orders[last];
        heap[last] = null;
        int hole = 0;
        for (int child = 1; child < last; child = 2 * hole + 1) {
            child += child + 1 < last && isBefore(child + 1, times[child], orders[child]) ? 1 : 0;
            if (!isBefore(child, time, order)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        if (last > 0) {
            put(hole, task, time, order);
        }
        return first;
    }

    private boolean isBefore(int place, long time, long order) {
        return times[place] < time || (times[place] == time && orders[place] < order);
    }

    private void move(int from, int to) {
        put(to, heap[from], times[from], orders[from]);
    }

    private void put(int place, Task task, long time, long order) {
        heap[place] = task;
        times[place] = time;
        orders[place] = order;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
