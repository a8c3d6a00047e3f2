package dev.countdown.application.keeper;

import dev.countdown.application.Liveness;
import java.time.Duration;

/** The unwatched strategy of a keeper whose fleet looks at the clocks for it, so that it needs no timer every 500 ms. */
enum WatchedByFleet implements Liveness {
    BY_FLEET;

    @Override
    public Verdict check() {
        return Verdict.alive();
    }

    @Override
    public Duration askAgainWithin() {
        return Duration.ofHours(1);
    }
}
