package dev.countdown.bootstrap.keep.report;

import dev.countdown.bootstrap.cli.OutputOptions;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** Chooses how events are shown. */
public final class EventViews {

    private EventViews() {}

    /**
     * Opens the view that fits the outputs and the options.
     *
     * @param torn whether others print on the same terminal, which would tear live lines
     */
    public static EventView open(
            CommandLine command,
            OutputOptions output,
            boolean json,
            boolean torn,
            TargetHistory board,
            RunningKeepers keepers,
            Map<String, String> environment) {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        boolean terminal = Terminals.isTerminal(Terminals.OUT);
        boolean coloured = output.isColoured(environment, terminal);
        if (!json && !output.isQuiet() && !torn && terminal && Terminals.isSmart(environment)) {
            return new LiveTable(out, err, new LiveRows(coloured), board, keepers::running).start();
        }
        EventLine line = new EventLine(board.words());
        EventLines lines = new EventLines(out, err, json ? line::json : coloured ? line::coloured : line::text);
        return output.isQuiet()
                ? new ProblemsOnly(lines, target -> keepers.running().containsKey(target))
                : lines;
    }
}
