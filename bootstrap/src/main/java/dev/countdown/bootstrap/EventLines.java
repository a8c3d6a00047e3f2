package dev.countdown.bootstrap;

import dev.countdown.application.KeeperEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** One line for each event, written by a thread of its own; what does not fit a full queue is dropped, and that is said. */
final class EventLines implements EventView {

    private static final String END = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
    private final BiFunction<Target, KeeperEvent, String> format;
    private final PrintWriter err;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    EventLines(PrintWriter out, PrintWriter err, BiFunction<Target, KeeperEvent, String> format) {
        this.format = format;
        this.err = err;
        this.writer = new Thread(() -> write(out), "countdown-output");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void show(Target target, KeeperEvent event) {
        if (!lines.offer(format.apply(target, event))) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public void complain(String line) {
        err.println(line);
    }

    private void write(PrintWriter out) {
        try {
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                out.println(line);
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    complain(
                            "countdown: standard output was not read in time: " + lost + " events are missing from it");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (lines.offer(END, 1, TimeUnit.SECONDS)) {
                writer.join(Duration.ofSeconds(1).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
