package dev.countdown.bootstrap;

import dev.countdown.application.CountdownKeeper;
import dev.countdown.application.KeeperEvent;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * On a terminal: one live line for each target, and above them what happened, except renewals. Every frame is one write that
 * leaves the terminal as it found it, so there is nothing to restore, however the process ends; lines are cut by the terminal
 * itself, so it may be resized.
 */
final class LiveTable implements EventView {

    private static final int FRAME_MILLIS = 200;
    private static final String CLEAR_LINE = "\033[2K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final String WRAP_OFF = "\033[?7l";
    private static final String WRAP_ON = "\033[?7h";

    private final BlockingQueue<String> news = new LinkedBlockingQueue<>(10_000);
    private final Supplier<Map<Target, CountdownKeeper>> keepers;
    private final LiveRows rows;
    private final Board board;
    private final PrintWriter out;
    private final Thread painter = new Thread(this::paint, "countdown-terminal");
    private volatile boolean closing;
    private int height;

    LiveTable(PrintWriter out, LiveRows rows, Board board, Supplier<Map<Target, CountdownKeeper>> keepers) {
        this.out = out;
        this.rows = rows;
        this.board = board;
        this.keepers = keepers;
        painter.setDaemon(true);
    }

    LiveTable start() {
        painter.start();
        return this;
    }

    @Override
    public void show(Target target, KeeperEvent event) {
        if (!(event instanceof KeeperEvent.Renewed)) {
            news.offer(EventLine.text(target, event));
        }
    }

    private void paint() {
        try {
            while (!closing) {
                String first = news.poll(FRAME_MILLIS, TimeUnit.MILLISECONDS);
                frame(first == null ? "" : first);
            }
            frame("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void frame(String first) {
        StringBuilder frame = new StringBuilder(WRAP_OFF);
        if (height > 0) {
            frame.append("\033[" + height + "A\r");
        }
        for (String line = first; line != null; line = news.poll()) {
            if (!line.isEmpty()) {
                frame.append(CLEAR_LINE).append(line).append('\n');
            }
        }
        height = 0;
        for (Map.Entry<Target, CountdownKeeper> entry : keepers.get().entrySet()) {
            frame.append(CLEAR_LINE)
                    .append(rows.row(entry.getKey(), entry.getValue().protection(), board.of(entry.getKey())))
                    .append('\n');
            height++;
        }
        out.print(frame.append(CLEAR_BELOW).append(WRAP_ON));
        out.flush();
    }

    @Override
    public void close() {
        closing = true;
        try {
            painter.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
