package dev.countdown.bootstrap.keep;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.keep.process.KeepEnd;
import dev.countdown.bootstrap.keep.target.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers why targets are not armed yet, for the one that is given up. Safe for use by many threads. */
final class UnarmedReasons {

    private final Map<Target, KeeperEvent> reasons = new ConcurrentHashMap<>();

    /** An attempt that may have been applied counts for more than all that followed it. */
    void heard(Target target, KeeperEvent event) {
        if (event instanceof KeeperEvent.Refused
                || event instanceof KeeperEvent.Failed
                || event instanceof KeeperEvent.Unknown
                || event instanceof KeeperEvent.Expiring) {
            reasons.merge(target, event, (before, now) -> before instanceof KeeperEvent.Unknown ? before : now);
        }
    }

    KeepEnd tooLate(Target target) {
        KeeperEvent why = reasons.get(target);
        return KeepEnd.neverArmed(
                why == null ? ExitCode.UNKNOWN : code(why),
                target.name() + ": not armed in time: " + (why == null ? "no reply yet" : why.reason()));
    }

    KeepEnd refused(Target target, Outcome.NotApplied refusal) {
        KeeperEvent why = reasons.get(target);
        return KeepEnd.neverArmed(
                why == null ? ExitCode.NOT_APPLIED : code(why), target.name() + ": not armed: " + refusal.reason());
    }

    private static int code(KeeperEvent why) {
        return why instanceof KeeperEvent.Unknown ? ExitCode.UNKNOWN : ExitCode.NOT_APPLIED;
    }
}
