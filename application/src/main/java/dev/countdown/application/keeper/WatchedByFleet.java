package dev.countdown.application.keeper;

import dev.countdown.application.Liveness;
import java.time.Duration;
import java.util.Optional;

/** The unwatched strategy of a keeper whose fleet looks at the clocks for it, so that it needs no timer of its own. */
enum WatchedByFleet implements Liveness {
    BY_FLEET;

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public Duration askAgainWithin() {
        return Duration.ofHours(1);
    }
}
