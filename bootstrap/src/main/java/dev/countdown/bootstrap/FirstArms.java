package dev.countdown.bootstrap;

import dev.countdown.application.KeeperEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers why targets are not armed yet, for the one that is given up. Safe for use by many threads. */
final class FirstArms {

    private final Map<Target, KeeperEvent> last = new ConcurrentHashMap<>();

    void heard(Target target, KeeperEvent event) {
        if (event instanceof KeeperEvent.Refused
                || event instanceof KeeperEvent.Failed
                || event instanceof KeeperEvent.Unknown
                || event instanceof KeeperEvent.Withheld) {
            last.put(target, event);
        }
    }

    Ending tooLate(Target target) {
        KeeperEvent why = last.get(target);
        boolean notApplied = why != null && !(why instanceof KeeperEvent.Unknown);
        return Ending.givenUp(
                notApplied ? ExitCode.NOT_APPLIED : ExitCode.UNKNOWN,
                target.name() + ": not armed in time: " + (why == null ? "no reply yet" : why.reason()));
    }
}
