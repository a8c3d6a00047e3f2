package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether the switch fired between two acknowledgements. Proven by our clocks alone where they suffice, else by the
 * exchange's own trigger times, whose clock need not agree with ours.
 */
public enum Continuity {
    /** The switch did not fire in between. */
    UNBROKEN,
    /** The deadline passed first: by the exchange's own promise the orders that stood in the scope are gone. */
    BROKEN,
    /** Neither is proven: the orders must be reconciled. */
    UNKNOWN;

    private static final Duration RESOLUTION = TriggerWindow.RESOLUTION;

    /** In a round trip that took longer, too large a step of the exchange's clock could hide. */
    private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(5);

    /**
     * The verdict on two acknowledged requests. Where they overlapped, so that nobody knows which was applied first, only
     * our own clocks can prove anything: no matter what was applied since the older one was sent, the switch cannot have fired
     * before the shortest of the timeouts was over.
     *
     * @param previous the acknowledged request sent last before {@code next}
     * @param next the newer one
     * @param loose what may have been applied after {@code previous}, other than {@code next}
     * @param wholeSeconds whether every trigger time so far was a whole second
     * @return what is proven
     */
    public static Continuity between(
            AcknowledgedRequest previous,
            AcknowledgedRequest next,
            Collection<UnresolvedRequest> loose,
            boolean wholeSeconds) {
        if (previous.timeout().isDisarm() || next.timeout().isDisarm()) {
            return UNKNOWN;
        }
        boolean overlap = next.sent().monotonicSince(previous.heard()) < 0;
        boolean shorter = loose.stream().anyMatch(u -> u.timeout().compareTo(previous.timeout()) < 0);
        long claim = TriggerWindow.of(previous, loose, wholeSeconds).claimNanos();
        long shortest = overlap ? Math.min(claim, next.claimNanos(wholeSeconds)) : claim;
        if (next.heard().longestSince(previous.sent()) < shortest) {
            return UNBROKEN;
        }
        return !overlap && isConsistent(previous, next)
                ? byExchange(previous, next, shorter, loose.isEmpty())
                : UNKNOWN;
    }

    /**
     * The verdict on the first acknowledged request of a process, compared with what the process before it recorded. The
     * exchange's clock proves it, and our wall clock must agree: where either shows that the countdown was over, or the exchange's
     * clock went back, nothing is proven. It is never {@link #BROKEN}: acknowledgements are recorded late or not at all, so a
     * request that nobody recorded may have extended the countdown.
     *
     * @param recorded the newest acknowledgement that was recorded
     * @param next the first acknowledged request of this process
     * @param loose what may have been applied after the recorded one, other than {@code next}: sent by either process
     * @return what is proven
     */
    public static Continuity overRestart(
            RecordedAcknowledgement recorded, AcknowledgedRequest next, Collection<UnresolvedRequest> loose) {
        boolean shorter = loose.stream().anyMatch(u -> u.timeout().compareTo(recorded.timeout()) < 0);
        if (next.timeout().isDisarm() || shorter || !agreesWithItself(next.acknowledgement())) {
            return UNKNOWN;
        }
        Instant applied =
                next.acknowledgement().impliedApplication().orElseThrow().plus(RESOLUTION);
        boolean inTime = !applied.isAfter(recorded.triggerTime()) && !applied.isBefore(recorded.applied());
        long byWall = ClockReading.longest(Long.MIN_VALUE, next.heard().wallMillis() - recorded.sentAt());
        return inTime && byWall < recorded.claimNanos() ? UNBROKEN : UNKNOWN;
    }

    private static Continuity byExchange(
            AcknowledgedRequest previous, AcknowledgedRequest next, boolean shorter, boolean nothingLoose) {
        Instant deadline = previous.acknowledgement().triggerTime().orElseThrow();
        Instant applied = next.acknowledgement().impliedApplication().orElseThrow();
        if (!shorter && !applied.plus(RESOLUTION).isAfter(deadline)) {
            return UNBROKEN;
        }
        Instant certainlyFired = deadline.plus(RESOLUTION).plus(TriggerWindow.GRANULARITY);
        return nothingLoose && applied.isAfter(certainlyFired) ? BROKEN : UNKNOWN;
    }

    /** The exchange's clock is believed only while it runs as ours does and agrees with itself. */
    private static boolean isConsistent(AcknowledgedRequest previous, AcknowledgedRequest next) {
        if (!isQuick(previous)
                || !isQuick(next)
                || !agreesWithItself(previous.acknowledgement())
                || !agreesWithItself(next.acknowledgement())) {
            return false;
        }
        Duration apart = Duration.between(
                previous.acknowledgement().impliedApplication().orElseThrow(),
                next.acknowledgement().impliedApplication().orElseThrow());
        Duration least = Duration.ofNanos(ClockDrift.shortest(next.sent().monotonicSince(previous.heard())))
                .minus(RESOLUTION);
        Duration most = Duration.ofNanos(ClockDrift.longest(next.heard().monotonicSince(previous.sent())))
                .plus(RESOLUTION);
        return apart.compareTo(least) >= 0 && apart.compareTo(most) <= 0;
    }

    private static boolean isQuick(AcknowledgedRequest request) {
        return request.heard().longestSince(request.sent()) <= LONGEST_ROUND_TRIP.toNanos();
    }

    private static boolean agreesWithItself(Acknowledgement acknowledgement) {
        Duration asked = acknowledgement.countdown().timeout().toDuration();
        return acknowledgement.isPossible()
                && acknowledgement.triggerTime().isPresent()
                && acknowledgement
                        .promise()
                        .map(promised -> promised.minus(asked).abs().compareTo(RESOLUTION) <= 0)
                        .orElse(true);
    }
}
