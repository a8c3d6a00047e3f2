package dev.countdown.application;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

record AllAlive(List<Liveness> parts) implements Liveness {

    @Override
    public Verdict check() {
        return parts.stream()
                .map(Liveness::check)
                .filter(verdict -> !verdict.isAlive())
                .findFirst()
                .orElse(Verdict.alive());
    }

    @Override
    public Duration askAgainWithin() {
        return parts.stream()
                .map(Liveness::askAgainWithin)
                .min(Comparator.naturalOrder())
                .orElseGet(UNWATCHED::askAgainWithin);
    }
}
