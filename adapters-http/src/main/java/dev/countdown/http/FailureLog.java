package dev.countdown.http;

import dev.countdown.application.Reply;
import dev.countdown.domain.Countdown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line for every kind of failure, and no flood: the same kind is told again after a minute, with how many there were
 * meanwhile; then the recovery. For one thread.
 */
final class FailureLog {

    private static final Logger LOG = System.getLogger("dev.countdown.http");
    private static final long QUIET = Duration.ofMinutes(1).toNanos();
    private static final int KINDS = 64;

    private final Map<String, Folded> kinds = new LinkedHashMap<>();
    private long failures;

    /** When a kind was last told, and how often it was not told since. */
    private record Folded(long toldAt, long untold) {}

    void tell(Countdown countdown, Reply reply, long now) {
        if (reply instanceof Reply.NotApplied refused) {
            failed(countdown + " not applied: " + refused.label(), refused.message(), now);
        } else if (reply instanceof Reply.Unknown unknown) {
            failed(countdown + " unknown", unknown.cause(), now);
        } else if (failures > 0) {
            LOG.log(Level.INFO, "{0} applied again after {1} failures", countdown, Long.toString(failures));
            failures = 0;
            kinds.clear();
        }
    }

    private void failed(String what, String why, long now) {
        failures++;
        Folded before = kinds.get(what);
        if (before != null && now - before.toldAt() < QUIET) {
            kinds.put(what, new Folded(before.toldAt(), before.untold() + 1));
            return;
        }
        if (before == null && kinds.size() >= KINDS) {
            return;
        }
        kinds.put(what, new Folded(now, 0));
        String folded =
                before == null || before.untold() == 0 ? "" : " (and " + before.untold() + " more like it before)";
        LOG.log(Level.WARNING, "{0}: {1}{2}", what, why, folded);
    }
}
