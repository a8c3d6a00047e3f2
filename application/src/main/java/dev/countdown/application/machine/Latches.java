package dev.countdown.application.machine;

import dev.countdown.application.KeeperState;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.OptionalLong;

/** Where the keeper stands: what it knows and wants, what it has latched, and the snapshot that follows from it. */
final class Latches {

    private final RequestHistory known;
    private final Lifecycle lifecycle;
    private final LapseCounter lapses = new LapseCounter();
    private int failures;
    private boolean fired;
    private boolean atRisk;

    Latches(RequestHistory known, Lifecycle lifecycle) {
        this.known = known;
        this.lifecycle = lifecycle;
    }

    /** Takes note of a newest acknowledgement; answers the number of the lapse that it opens, if it opens one. */
    OptionalLong acknowledged(Timeout timeout) {
        if (fired) {
            known.doubtContinuity();
        }
        fired = false;
        atRisk = false;
        failures = 0;
        lifecycle.acknowledged(timeout);
        boolean lapsed = !timeout.isDisarm()
                && known.continuity()
                        .filter(verdict -> verdict != Continuity.UNBROKEN)
                        .isPresent();
        return lapsed ? OptionalLong.of(lapses.open()) : OptionalLong.empty();
    }

    void failed() {
        failures++;
    }

    int failures() {
        return failures;
    }

    /** An attempt that is on its way could arm the switch again, but does not bring the orders back. */
    void sends(ClockReading now) {
        fired |= known.hasFired(now);
    }

    /** Once told, a risk lasts until the next acknowledgement. */
    void told(KeeperState state) {
        atRisk |= state == KeeperState.AT_RISK;
    }

    void acknowledge(long lapse) {
        lapses.acknowledge(lapse);
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
                known.newest(),
                known.window(),
                known.continuity(),
                lapses.openLapse()));
    }
}
