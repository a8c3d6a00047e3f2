package dev.countdown.application.machine;

import dev.countdown.application.KeeperState;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Facts that stay until something ends them: a firing, a risk and failures until the next acknowledgement, a lapse until the
 * platform reconciles. {@link #snapshot} puts all facts together.
 */
final class Latches {

    private final RequestHistory history;
    private final Lifecycle lifecycle;
    private final LapseCounter lapses = new LapseCounter();
    private int failures;
    private boolean fired;
    private boolean atRisk;

    Latches(RequestHistory history, Lifecycle lifecycle) {
        this.history = history;
        this.lifecycle = lifecycle;
    }

    /** Takes note of a newest acknowledgement; answers the number of the lapse that it opens, or with the first one finds open. */
    OptionalLong acknowledged(Timeout timeout, boolean first) {
        if (fired) {
            history.doubtContinuity();
        }
        fired = false;
        atRisk = false;
        failures = 0;
        lifecycle.acknowledged(timeout);
        boolean lapsed = !timeout.isDisarm()
                && history.continuity()
                        .filter(verdict -> verdict != Continuity.UNBROKEN)
                        .isPresent();
        if (lapsed) {
            return OptionalLong.of(lapses.open());
        }
        return first && !timeout.isDisarm() ? lapses.openLapse() : OptionalLong.empty();
    }

    /** A lapse of the process before is open still; it is shown once something is acknowledged. */
    void inherit(OptionalLong lapse) {
        lapse.ifPresent(lapses::inherit);
    }

    OptionalLong lapseToRecord() {
        return lapses.openLapse();
    }

    void failed() {
        failures++;
    }

    int failures() {
        return failures;
    }

    /** An attempt that is on its way could arm the switch again, but does not bring the orders back. */
    void sends(ClockReading now) {
        fired |= history.hasFired(now);
    }

    /** Once told, a risk lasts until the next acknowledgement. */
    void told(KeeperState state) {
        atRisk |= state == KeeperState.AT_RISK;
    }

    void reconciled(long lapse) {
        lapses.reconciled(lapse);
    }

    Snapshot snapshot(long overdueAt, Duration attemptDeadline) {
        return new Snapshot(new Snapshot.Facts(
                lifecycle.phase(),
                lifecycle.closeMode(),
                lifecycle.isExpiring(),
                fired,
                atRisk,
                failures,
                overdueAt,
                attemptDeadline,
                history.newest(),
                history.window(),
                history.unbrokenSince(),
                history.continuity(),
                history.newest().isPresent() ? lapses.openLapse() : OptionalLong.empty()));
    }
}
