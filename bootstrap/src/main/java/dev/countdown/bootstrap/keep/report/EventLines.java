package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.keep.target.Target;
import java.io.PrintWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * One line for each event, written by a thread of its own; what does not fit a full queue is dropped, which is said.
 */
public final class EventLines implements EventView {

    private static final String END = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
    private final BiFunction<Target, KeeperEvent, String> format;
    private final PrintWriter err;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    public EventLines(PrintWriter out, PrintWriter err, BiFunction<Target, KeeperEvent, String> format) {
        this.format = format;
        this.err = err;
        this.writer = DaemonThread.of("output", () -> write(out));
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
        boolean broken = false;
        try {
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                out.println(line);
                if (!broken && out.checkError()) {
                    broken = true; // for good: a writer does not say whether a later line went through
                    complain("countdown: standard output cannot be written: events are missing from it");
                }
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    complain(unread(lost));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String unread(long lost) {
        return "countdown: standard output was not read in time: " + lost + " events are missing from it";
    }

    @Override
    public void close() {
        try {
            if (lines.offer(END, 500, TimeUnit.MILLISECONDS)) {
                writer.join(1000);
            }
            if (writer.isAlive()) {
                sayUnread();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The line that the writer is stuck at may be out in part; by another thread, since both outputs may be one pipe.
     */
    private void sayUnread() throws InterruptedException {
        long lost =
                dropped.get() + lines.stream().filter(line -> !line.equals(END)).count() + 1;
        Thread last = DaemonThread.of("complaint", () -> complain(unread(lost)));
        last.start();
        last.join(500);
    }
}
