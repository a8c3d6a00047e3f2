package dev.countdown.application;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

record AllAlive(List<Liveness> parts) implements Liveness {

    @Override
    public Optional<String> failure() {
        return parts.stream().map(Liveness::failure).flatMap(Optional::stream).findFirst();
    }

    @Override
    public Duration askAgainWithin() {
        return parts.stream()
                .map(Liveness::askAgainWithin)
                .min(Comparator.naturalOrder())
                .orElseGet(UNWATCHED::askAgainWithin);
    }
}
