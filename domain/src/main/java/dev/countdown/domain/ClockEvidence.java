package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an exchange's replies have shown of its clock, and so which further replies can be believed. A cache, or a proxy out
 * of step, answers a request with the reply to an older one: complete, plausible, and without any effect. Where a reply
 * carries the exchange's time, that time stands still, or lags, while ours goes on, and gives the reply away. A gateway may
 * measure that clock as well, for all its scopes; each keeper has evidence of its own and does not rely on that. Immutable.
 */
public final class ClockEvidence {

    /** Nothing was heard yet. */
    public static final ClockEvidence NONE =
            new ClockEvidence(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final Optional<OffsetBounds> bounds;
    private final Optional<AcknowledgedRequest> latest;

    /** The latest one before a step of the exchange's clock: it may be repeated when that clock shows its time once more. */
    private final Optional<AcknowledgedRequest> beforeStep;

    /** When it was asked for the time that showed the step. */
    private final Optional<ClockReading> stepped;

    private ClockEvidence(
            Optional<OffsetBounds> bounds,
            Optional<AcknowledgedRequest> latest,
            Optional<AcknowledgedRequest> beforeStep,
            Optional<ClockReading> stepped) {
        this.bounds = bounds;
        this.latest = latest;
        this.beforeStep = beforeStep;
        this.stepped = stepped;
    }

    /**
     * Whether the time in a reply can be that of the request it came for. A reply without any time can: our clocks alone
     * judge it.
     *
     * @param request an acknowledged request
     * @return false for an older reply, and after a step of the exchange's clock: only a request of another kind tells
     *     which it is
     */
    public boolean fits(AcknowledgedRequest request) {
        return request.acknowledgement().isPossible()
                && request.applied()
                        .flatMap(time -> bounds.map(known -> known.admits(time)))
                        .orElse(true);
    }

    /**
     * Whether our wall clock ran ahead since a reply was believed. Either the machine was suspended, and an old reply can look
     * new, or the wall clock was stepped, and it cannot. Only the exchange's time tells which it was.
     *
     * @param now a look at both our clocks
     * @return true until the exchange's time was measured, or a reply was believed all the same
     */
    public boolean isShaken(ClockReading now) {
        return bounds.filter(known -> known.isShaken(now)).isPresent();
    }

    /**
     * Whether a reply is later, by its own times, than the latest one that was believed. Two requests of one second may well
     * have the same trigger time, where the exchange deals in whole seconds: the second of them then claims no more than the
     * first, because a claim ends with its own trigger time.
     *
     * @param request an acknowledged request
     * @return false for a reply that was heard before, or an older one
     */
    public boolean isNews(AcknowledgedRequest request) {
        return latest.filter(known -> request.acknowledgement().isNoLaterThan(known.acknowledgement()))
                        .filter(known -> !isOfOneSecond(known, request))
                        .isEmpty()
                && beforeStep
                        .filter(known -> request.acknowledgement().repeats(known.acknowledgement()))
                        .isEmpty();
    }

    private static boolean isOfOneSecond(AcknowledgedRequest known, AcknowledgedRequest request) {
        return request.acknowledgement().namesTheSameSecondAs(known.acknowledgement())
                && request.acknowledgement().appliedAt().isEmpty()
                && request.sent().monotonicSince(known.heard()) < TriggerWindow.RESOLUTION.toNanos();
    }

    /**
     * Takes in a reply that is believed.
     *
     * @param request an acknowledged request that {@link #fits} and {@link #isNews}
     * @return the evidence with it
     */
    public ClockEvidence with(AcknowledgedRequest request) {
        Optional<OffsetBounds> narrower = request.applied()
                .filter(time ->
                        latest.filter(known -> isOfOneSecond(known, request)).isEmpty())
                .map(time -> bounds.map(known -> known.narrowedBy(time)).orElseGet(() -> OffsetBounds.of(time)))
                .or(() -> bounds);
        return new ClockEvidence(narrower, Optional.of(limited(request, narrower)), beforeStep, stepped);
    }

    /**
     * Takes in the answer to a request for the exchange's time. Where it contradicts what countdown replies have shown, the
     * exchange's clock was stepped: all that came before counts no more.
     *
     * @param asked both our clocks, before the request
     * @param shown the exchange's time, cut to the millisecond
     * @param heard both our clocks, when the answer had come
     * @return the evidence with it
     */
    public ClockEvidence measured(ClockReading asked, Instant shown, ClockReading heard) {
        if (!ExchangeTime.isPossible(shown)) {
            return this;
        }
        ExchangeTime time = new ExchangeTime(shown, MILLISECOND, asked, heard);
        boolean otherClock = bounds.filter(known -> !known.admits(time)).isPresent();
        OffsetBounds measured = bounds.map(known -> known.measuredBy(time)).orElseGet(() -> OffsetBounds.of(time));
        return otherClock
                ? new ClockEvidence(
                        Optional.of(measured), Optional.empty(), latest.or(() -> beforeStep), Optional.of(asked))
                : new ClockEvidence(Optional.of(measured), latest, beforeStep, stepped);
    }

    /**
     * Takes the exchange's times off an acknowledged request that is older than a step of the exchange's clock: they cannot be
     * compared with later ones.
     *
     * @param request an acknowledged request
     * @return the request, perhaps without them
     */
    public AcknowledgedRequest comparable(AcknowledgedRequest request) {
        return stepped.filter(asked -> request.heard().monotonicSince(asked) < 0)
                .map(asked -> request.undated())
                .orElse(request);
    }

    /**
     * The latest request whose reply was believed. It guards no longer than its own trigger time allows, by the exchange's clock as
     * it was known then.
     *
     * @return empty if there is none, and after a step of the exchange's clock
     */
    public Optional<AcknowledgedRequest> latest() {
        return latest;
    }

    private static AcknowledgedRequest limited(AcknowledgedRequest request, Optional<OffsetBounds> bounds) {
        return request.acknowledgement()
                .triggerTime()
                .flatMap(end -> bounds.map(known -> known.nanosUntil(end, request.sent())))
                .map(request::guardingAtMost)
                .orElse(request);
    }
}
