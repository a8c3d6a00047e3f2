package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Protection;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.keep.target.Target;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** On a terminal: one live line for each target, and above them what happened, except renewals. */
public final class LiveTable implements EventView {

    private static final int FRAME_MILLIS = 200;

    private final BlockingQueue<String> news = new LinkedBlockingQueue<>(10_000);
    private final AtomicLong dropped = new AtomicLong();
    private final Supplier<Map<Target, CountdownKeeper>> keepers;
    private final LiveRows rows;
    private final TargetHistory board;
    private final PrintWriter out;
    private final Optional<PrintWriter> err;
    private final Screen screen = new Screen();
    private final Thread painter = DaemonThread.of("terminal", this::paint);
    private volatile boolean disturbed;
    private volatile boolean closing;
    private TerminalSize size = TerminalSize.USUAL;

    public LiveTable(
            PrintWriter out,
            PrintWriter err,
            LiveRows rows,
            TargetHistory board,
            Supplier<Map<Target, CountdownKeeper>> keepers) {
        this.out = out;
        this.err = Terminals.isTerminal(Terminals.ERR) ? Optional.empty() : Optional.of(err);
        this.rows = rows;
        this.board = board;
        this.keepers = keepers;
    }

    public LiveTable start() {
        Signals.on("WINCH", () -> disturbed = true);
        Signals.on("CONT", () -> disturbed = true);
        painter.start();
        return this;
    }

    @Override
    public void show(Target target, KeeperEvent event) {
        if (!(event instanceof KeeperEvent.Renewed)) {
            tell(new EventLine(board.words()).text(target, event));
        }
    }

    private void tell(String line) {
        if (!news.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    /** On the same terminal it is news, or the next frame would overwrite it. */
    @Override
    public void complain(String line) {
        err.ifPresentOrElse(elsewhere -> elsewhere.println(line), () -> tell(line));
    }

    private void paint() {
        try {
            size = TerminalSize.read();
            while (!closing) {
                String first = news.poll(FRAME_MILLIS, TimeUnit.MILLISECONDS);
                paint(first == null ? List.of() : List.of(first));
            }
            paint(List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void paint(List<String> first) {
        List<String> lines = new ArrayList<>(first);
        news.drainTo(lines);
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            lines.add("countdown: the terminal stood still: " + lost + " lines are missing here");
        }
        boolean redraw = disturbed;
        if (redraw) {
            disturbed = false;
            size = TerminalSize.read();
        }
        List<String> table = rows.lines(rows(), size);
        out.print(redraw ? screen.redraw(lines, table, size) : screen.next(lines, table));
        out.flush();
    }

    private List<LiveRows.Row> rows() {
        return keepers.get().entrySet().stream()
                .map(each -> row(each.getKey(), each.getValue().protection()))
                .toList();
    }

    private LiveRows.Row row(Target target, Protection now) {
        return new LiveRows.Row(target, now, board.of(target), board.words().state(now));
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
