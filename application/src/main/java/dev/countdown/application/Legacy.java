package dev.countdown.application;

import dev.countdown.domain.ClockEvidence;
import dev.countdown.domain.LooseRequest;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a keeper that has closed leaves to the next one of its scope.
 *
 * @param loose what it sent and may still be applied, or be pending
 * @param evidence what it knew of the exchange's clock, so that an older reply cannot fool its successor either
 */
record Legacy(List<LooseRequest> loose, ClockEvidence evidence) {

    static final Legacy NONE = new Legacy(List.of(), ClockEvidence.NONE);

    static Legacy of(List<LooseRequest> loose) {
        return new Legacy(loose, ClockEvidence.NONE);
    }

    /** With only those requests that still matter. */
    Legacy where(Predicate<LooseRequest> matters) {
        return new Legacy(loose.stream().filter(matters).toList(), evidence);
    }
}
