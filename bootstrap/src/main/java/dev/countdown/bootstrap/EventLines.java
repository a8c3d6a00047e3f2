package dev.countdown.bootstrap;

import dev.countdown.application.KeeperEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;

/** One line for each event, written by a thread of its own; what does not fit a full queue is dropped. */
final class EventLines implements EventView {

    private static final String END = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
    private final BiFunction<Target, KeeperEvent, String> format;
    private final PrintWriter err;
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
        lines.offer(format.apply(target, event));
    }

    @Override
    public void complain(String line) {
        err.println(line);
    }

    private void write(PrintWriter out) {
        try {
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                out.println(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (lines.offer(END)) {
                writer.join(Duration.ofSeconds(1).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
