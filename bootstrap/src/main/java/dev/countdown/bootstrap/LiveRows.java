package dev.countdown.bootstrap;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of the live table. Safe for use by many threads. */
final class LiveRows {

    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";
    private static final String RED = "\033[1;31m";
    private static final String PLAIN = "\033[0m";

    private final Map<Target, Tally> tallies = new ConcurrentHashMap<>();
    private final boolean coloured;

    LiveRows(boolean coloured) {
        this.coloured = coloured;
    }

    private record Tally(long renewals, long lapses, String reason) {
        static final Tally NONE = new Tally(0, 0, "");

        Tally after(KeeperEvent event) {
            boolean renewed = event instanceof KeeperEvent.Renewed;
            boolean lapsed = event instanceof KeeperEvent.Lapsed;
            String why = event.reason().isEmpty() && !renewed ? reason : event.reason();
            return new Tally(renewals + (renewed ? 1 : 0), lapses + (lapsed ? 1 : 0), why);
        }
    }

    void heard(Target target, KeeperEvent event) {
        tallies.compute(target, (same, tally) -> (tally == null ? Tally.NONE : tally).after(event));
    }

    String row(Target target, Protection now) {
        Tally tally = tallies.getOrDefault(target, Tally.NONE);
        String state = String.format("%-10s", now.state());
        String trip = now.roundTrip().map(Spans::text).orElse("-");
        String why = now.state() == KeeperState.ARMED || tally.reason().isEmpty() ? "" : "  " + tally.reason();
        return String.format(
                Locale.ROOT,
                "%-28s %s  protected %6.1f s  round trip %-8s renewed %-5d lapses %d%s",
                target.name(),
                coloured ? colour(now.state()) + state + PLAIN : state,
                now.protectedFor().toMillis() / 1000.0,
                trip,
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
