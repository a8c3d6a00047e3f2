package dev.countdown.application.machine;

import dev.countdown.application.ContinuityRecord;
import dev.countdown.domain.ClockEvidence;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a keeper that has closed leaves to the next one of its scope.
 *
 * @param loose what it sent and may still be applied, or be pending
 * @param evidence what it knew of the exchange's clock, so that an older reply cannot fool its successor either
 * @param revision of the {@link ContinuityRecord} that it wrote last; 0 if it wrote none
 */
public record Handover(List<UnresolvedRequest> loose, ClockEvidence evidence, long revision) {

    public static final Handover NONE = of(List.of());

    public static Handover of(List<UnresolvedRequest> loose) {
        return new Handover(loose, ClockEvidence.NONE, 0);
    }

    /**
     * About how many nanoseconds are left until the switch fires that it left armed; empty if it left none armed. 0 where an
     * arm that is shorter than this timeout may still be applied.
     */
    public OptionalLong untilFiring(Timeout timeout, long now) {
        return loose.stream()
                .filter(request -> !request.timeout().isDisarm())
                .mapToLong(arm -> arm.timeout().compareTo(timeout) < 0 ? 0 : arm.firedBy() - now)
                .min();
    }

    Handover recorded(long lastRevision) {
        return new Handover(loose, evidence, lastRevision);
    }

    /** With only those requests that still matter. */
    public Handover where(Predicate<UnresolvedRequest> matters) {
        return new Handover(loose.stream().filter(matters).toList(), evidence, revision);
    }
}
