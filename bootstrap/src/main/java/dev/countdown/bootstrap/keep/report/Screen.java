package dev.countdown.bootstrap.keep.report;

import com.google.common.collect.EvictingQueue;
import java.util.List;
import java.util.Queue;

/**
 * What a terminal is sent for a table that stays below the news. Each frame is one write that leaves the terminal as it
 * found it, so there is nothing to restore, however the process ends; it overwrites and never blanks what stays, so
 * nothing flickers.
 */
final class Screen {

    private static final int REMEMBERED = 100;
    private static final String ERASE_REST = "\033[K";
    private static final String ERASE_BELOW = "\033[J";
    private static final String CLEAR = "\033[H\033[2J";

    private final Queue<String> recent = EvictingQueue.create(REMEMBERED);
    private int height;

    /** The table, below what is new. */
    String next(List<String> news, List<String> table) {
        recent.addAll(news);
        String top = height == 0 ? "\r" : "\033[" + height + "A\r";
        return frame(top + (news.isEmpty() ? "" : ERASE_BELOW), news, table);
    }

    /** All of it, after others wrote on the terminal or its size changed, which moves lines in a way of its own. */
    String redraw(List<String> news, List<String> table, TerminalSize size) {
        recent.addAll(news);
        int room = Math.max(0, size.rows() - table.size() - 1);
        List<String> fitting =
                recent.stream().skip(Math.max(0, recent.size() - room)).toList();
        return frame(CLEAR, fitting, table);
    }

    private String frame(String top, List<String> news, List<String> table) {
        StringBuilder frame = new StringBuilder(top);
        news.forEach(line -> frame.append(line).append('\n'));
        table.forEach(line -> frame.append(line).append(ERASE_REST).append('\n'));
        height = table.size();
        return frame.append(ERASE_BELOW).toString();
    }
}
