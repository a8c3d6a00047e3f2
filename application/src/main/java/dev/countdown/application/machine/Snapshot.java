package dev.countdown.application.machine;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a reader needs to compute the state from the clocks: no claim outlives the moment until which it is true, even
 * if the keeper's own thread never runs again.
 */
public final class Snapshot {

    private static final TriggerWindow NOTHING_GUARDED =
            new TriggerWindow(new ClockReading(0, 0), 0, OptionalLong.empty());

    private final Facts facts;
    private final TriggerWindow window;
    private final boolean mayBeArmed;
    private final long attemptNanos;

    /**
     * What the heartbeat knows.
     *
     * @param expiring whether the strategy died, and no full timeout was acknowledged since it is alive again
     * @param fired whether the switch had certainly fired before the attempt now under way
     * @param atRisk whether risk was reported since the last acknowledgement
     * @param failures attempts since then that were not acknowledged
     * @param overdueAt when the attempt under way, or the next one, is late, on the monotonic clock
     * @param window of the newest acknowledged request; empty while nothing is acknowledged
     * @param unbrokenSince when the first acknowledgement was heard since which the switch has not fired; says nothing before one was
     */
    public record Facts(
            Phase phase,
            CloseMode closeMode,
            boolean expiring,
            boolean fired,
            boolean atRisk,
            int failures,
            long overdueAt,
            Duration attemptDeadline,
            Optional<AcknowledgedRequest> newest,
            Optional<TriggerWindow> window,
            long unbrokenSince,
            Optional<Continuity> continuity,
            OptionalLong openLapse) {

        boolean isDisarming() {
            return phase == Phase.CLOSING && closeMode == CloseMode.DISARM;
        }
    }

    public Snapshot(Facts facts) {
        this.facts = facts;
        window = facts.window().orElse(NOTHING_GUARDED);
        attemptNanos = facts.attemptDeadline().toNanos();
        mayBeArmed = state(false, false) == KeeperState.ARMED;
    }

    /** The order gate. Allocates nothing. */
    public boolean mayQuote(long monotonicNanos, long wallMillis, long marginNanos) {
        long left = window.protectedNanos(monotonicNanos, wallMillis);
        return mayBeArmed
                && !window.hasCertainlyFired(monotonicNanos)
                && !isAtRisk(monotonicNanos, left)
                && left >= marginNanos;
    }

    public KeeperState state(ClockReading now) {
        long monotonic = now.monotonicNanos();
        return state(window.hasCertainlyFired(monotonic), isAtRisk(monotonic, window.protectedNanos(now)));
    }

    /** The state table of {@code domain/README.md}, in its order. The clocks decide the two arguments; all else is known. */
    private KeeperState state(boolean hasFired, boolean isAtRisk) {
        if (facts.phase() == Phase.CLOSED) {
            return KeeperState.CLOSED;
        }
        if (facts.isDisarming()) {
            return KeeperState.DISARMING;
        }
        if (facts.phase() == Phase.IDLE) {
            return KeeperState.IDLE;
        }
        if (hasFired || facts.fired()) {
            return KeeperState.FIRED;
        }
        if (facts.expiring() || facts.phase() == Phase.CLOSING) {
            return KeeperState.EXPIRING;
        }
        if (facts.openLapse().isPresent()) {
            return KeeperState.LAPSED;
        }
        if (facts.window().isEmpty()) {
            return KeeperState.ARMING;
        }
        if (isAtRisk || facts.atRisk()) {
            return KeeperState.AT_RISK;
        }
        return KeeperState.ARMED;
    }

    private boolean isAtRisk(long monotonicNanos, long left) {
        return left <= 0 || (left < attemptNanos && (facts.failures() > 0 || monotonicNanos - facts.overdueAt() >= 0));
    }

    public boolean isClosed() {
        return facts.phase() == Phase.CLOSED;
    }

    /** Whether there is, or was, a claim that can run out. */
    public boolean hasClaim() {
        return facts.window().isPresent() && facts.phase() != Phase.CLOSED && !facts.isDisarming();
    }

    /** Nanoseconds for which the switch certainly has not fired; not positive if nothing is certain. */
    public long protectedNanos(ClockReading now) {
        return facts.window().isPresent() ? window.protectedNanos(now) : 0;
    }

    /** Nanoseconds until the state changes by itself, as far as the clocks go on as they did. */
    long untilNextChange(ClockReading now) {
        long next = facts.fired() ? Long.MAX_VALUE : afterNow(untilLatest(now));
        if (mayBeArmed) {
            long early = facts.failures() > 0 ? afterNow(untilLeft(attemptNanos - 1, now)) : Long.MAX_VALUE;
            next = Math.min(next, Math.min(afterNow(untilLeft(0, now)), early));
        }
        return next;
    }

    /** Nanoseconds until no more than this is left of the claim; 0 or less if that is so already. */
    public long untilLeft(long nanos, ClockReading now) {
        return window.untilLeft(nanos, now);
    }

    public Protection protection(ClockReading now) {
        KeeperState state = state(now);
        boolean fired = state == KeeperState.FIRED;
        long left = fired ? 0 : protectedNanos(now);
        return Protection.builder(state)
                .protectedFor(Duration.ofNanos(Math.max(0, left)))
                .unbrokenFor(left > 0 ? unbrokenFor(now) : Duration.ZERO)
                .certainlyFiredAfter(fired ? Optional.of(Duration.ZERO) : certainlyFiredAfter(now))
                .acknowledged(
                        facts.newest().map(AcknowledgedRequest::acknowledgement),
                        facts.newest().map(request -> Duration.ofNanos(request.roundTripNanos())))
                .consecutiveFailures(facts.failures())
                .continuity(facts.continuity())
                .openLapse(facts.openLapse())
                .build();
    }

    /** By the monotonic clock alone: a step of the wall clock must not prove anything. */
    private Duration unbrokenFor(ClockReading now) {
        return Duration.ofNanos(Math.max(0, now.monotonicNanos() - facts.unbrokenSince()));
    }

    private Optional<Duration> certainlyFiredAfter(ClockReading now) {
        return window.latest().isPresent()
                ? Optional.of(Duration.ofNanos(Math.max(0, untilLatest(now))))
                : Optional.empty();
    }

    private long untilLatest(ClockReading now) {
        return window.latest().isPresent() ? window.latest().getAsLong() - now.monotonicNanos() : Long.MAX_VALUE;
    }

    private static long afterNow(long nanos) {
        return nanos > 0 ? nanos : Long.MAX_VALUE;
    }
}
