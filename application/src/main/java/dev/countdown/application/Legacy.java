package dev.countdown.application;

import dev.countdown.domain.ClockEvidence;
import dev.countdown.domain.LooseRequest;
import dev.countdown.domain.Timeout;
import java.util.List;
import java.util.OptionalLong;
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

    /**
     * About how many nanoseconds are left until the switch fires that it left armed; empty if it left none armed. Where an arm
     * may be applied that is shorter than this timeout: none.
     */
    OptionalLong untilFiring(Timeout timeout, long now) {
        return loose.stream()
                .filter(request -> !request.timeout().isCancel())
                .mapToLong(arm -> arm.timeout().compareTo(timeout) < 0 ? 0 : arm.firedBy() - now)
                .min();
    }

    /** With only those requests that still matter. */
    Legacy where(Predicate<LooseRequest> matters) {
        return new Legacy(loose.stream().filter(matters).toList(), evidence);
    }
}
