package dev.countdown.bootstrap;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import java.util.Locale;

/** The lines of the live table. */
record LiveRows(boolean coloured) {

    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";
    private static final String RED = "\033[1;31m";
    private static final String PLAIN = "\033[0m";

    String row(Target target, Protection now, Board.Tally tally) {
        String state = String.format(Locale.ROOT, "%-10s", now.state());
        String why = now.state() == KeeperState.ARMED || tally.reason().isEmpty() ? "" : "  " + tally.reason();
        return String.format(
                Locale.ROOT,
                "%-28s %s  protected %6.1f s  round trip %-8s renewed %-5d lapses %d%s",
                target.name(),
                coloured ? colour(now.state()) + state + PLAIN : state,
                now.protectedFor().toMillis() / 1000.0,
                now.roundTrip().map(Spans::text).orElse("-"),
                tally.renewals(),
                tally.lapses(),
                why);
    }

    private static String colour(KeeperState state) {
        return switch (state) {
            case ARMED -> GREEN;
            case FIRED, LAPSED -> RED;
            default -> YELLOW;
        };
    }
}
