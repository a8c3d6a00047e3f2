package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.OutputOptions;
import dev.countdown.bootstrap.keep.target.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The lines of the live table, cut to a terminal's width and height: what matters most comes first. */
public record LiveRows(boolean coloured) {

    private static final int NAME_AT = 24;

    /**
     * What there is to say of one target.
     *
     * @param state the word for its state
     */
    public record Row(Target target, Protection now, TargetHistory.Tally tally, String state) {
        boolean isArmed() {
            return now.state() == KeeperState.ARMED;
        }
    }

    /**
     * One line is left to the cursor. Where not all fit, those that are not armed go first and the rest are counted.
     */
    List<String> lines(List<Row> rows, TerminalSize size) {
        int room = size.rows() - 1;
        if (rows.size() <= room) {
            return rows.stream().map(row -> line(row, size)).toList();
        }
        List<Row> worstFirst =
                rows.stream().sorted(Comparator.comparing(Row::isArmed)).toList();
        int shown = Math.max(0, room - 1);
        List<String> lines = new ArrayList<>();
        worstFirst.subList(0, shown).forEach(row -> lines.add(line(row, size)));
        lines.add(cut(summary(worstFirst.subList(shown, rows.size())), size));
        return lines;
    }

    private static String summary(List<Row> rest) {
        long open = rest.stream().filter(row -> !row.isArmed()).count();
        return "and " + rest.size() + " more, " + (open == 0 ? "all armed" : open + " of them not armed");
    }

    private String line(Row row, TerminalSize size) {
        String state = row.state();
        String line = cut(
                String.format(
                        Locale.ROOT,
                        "%-10s %11s  %-28s  %s",
                        state,
                        isExpiring(row) ? "-" : DurationText.text(row.now().protectedFor()),
                        tail(row.target().name(), size.columns() - NAME_AT - 1),
                        details(row)),
                size);
        int end = Math.min(state.length(), line.length());
        return coloured ? coloured(row.now().state(), line.substring(0, end)) + line.substring(end) : line;
    }

    /** What does not fit loses its beginning: names differ at their end. */
    private static String tail(String name, int width) {
        return name.length() <= width || width < 4 ? name : "..." + name.substring(name.length() - width + 3);
    }

    private static String details(Row row) {
        String reason = row.tally().reason();
        if (isExpiring(row) && row.now().certainlyFiredAfter().isPresent()) {
            String left = DurationText.text(row.now().certainlyFiredAfter().get());
            return "fires in " + left + " at the latest" + (reason.isEmpty() ? "" : ": " + reason);
        }
        return row.isArmed() || reason.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "lapses %d  round trip %-8s renewed %d",
                        row.tally().lapses(),
                        row.now().roundTrip().map(DurationText::text).orElse("-"),
                        row.tally().renewals())
                : reason;
    }

    private static boolean isExpiring(Row row) {
        return row.now().state() == KeeperState.EXPIRING;
    }

    /** The last column stays empty: what a terminal does after it was filled differs from one to another. */
    private static String cut(String line, TerminalSize size) {
        return line.substring(0, Math.min(line.length(), size.columns() - 1));
    }

    /** A text in the colour of a state. */
    static String coloured(KeeperState state, String text) {
        return switch (state) {
                    case ARMED -> OutputOptions.GREEN;
                    case FIRED, LAPSED -> OutputOptions.RED;
                    default -> OutputOptions.YELLOW;
                }
                + text
                + OutputOptions.PLAIN;
    }
}
