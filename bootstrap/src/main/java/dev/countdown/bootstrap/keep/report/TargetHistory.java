package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What happened to each target so far, for those who come to look. Safe for use by many threads. */
public final class TargetHistory {

    private static final int TRIPS = 100;

    private final Map<Target, Tally> tallies = new ConcurrentHashMap<>();
    private final EventWords words;

    public TargetHistory(EventWords words) {
        this.words = words;
    }

    EventWords words() {
        return words;
    }

    /**
     * Of one target.
     *
     * @param reason why it is not armed, as far as an event said; nothing of what was before a recovery
     * @param roundTrips the last hundred
     */
    public record Tally(long renewals, long lapses, String reason, List<Duration> roundTrips, TargetTimes times) {

        static final Tally NONE = new Tally(0, 0, "", List.of(), TargetTimes.NONE);

        Tally after(KeeperEvent event, EventWords words) {
            boolean renewed = event instanceof KeeperEvent.Renewed;
            boolean lapsed = event instanceof KeeperEvent.Lapsed;
            return new Tally(
                    renewals + (renewed ? 1 : 0),
                    lapses + (lapsed ? 1 : 0),
                    reasonAfter(event, words),
                    trips(event),
                    times.after(event));
        }

        /** A risk names a span that would age on show; why the attempt before it failed does not. */
        private String reasonAfter(KeeperEvent event, EventWords words) {
            if (event instanceof KeeperEvent.AtRisk) {
                return reason.isEmpty() ? "the last attempt is overdue" : reason;
            }
            if (event instanceof KeeperEvent.Armed) {
                return "";
            }
            boolean over = event.report().protection().state() == KeeperState.ARMED;
            String why = words.reason(event);
            return over || !why.isEmpty() ? why : reason;
        }

        private List<Duration> trips(KeeperEvent event) {
            if (event.acknowledged().isEmpty()) {
                return roundTrips;
            }
            List<Duration> trips = new ArrayList<>(roundTrips);
            event.report().protection().roundTrip().ifPresent(trips::add);
            return List.copyOf(trips.subList(Math.max(0, trips.size() - TRIPS), trips.size()));
        }
    }

    public void heard(Target target, KeeperEvent event) {
        if (event instanceof KeeperEvent.Closed) {
            tallies.remove(target);
        } else {
            tallies.merge(target, Tally.NONE.after(event, words), (tally, first) -> tally.after(event, words));
        }
    }

    public Tally of(Target target) {
        return tallies.getOrDefault(target, Tally.NONE);
    }
}
