package dev.countdown.application.machine;

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

    private final Facts facts;
    private final boolean mayBeArmed;
    private final long sentMonotonic;
    private final long sentWall;
    private final long claimNanos;
    private final boolean canFire;
    private final long latest;
    private final long overdueAt;
    private final long attemptNanos;

    /**
     * What the heartbeat knows.
     *
     * @param settled the state as far as no clock decides it; {@code ARMED} where the clocks do
     * @param fired whether the switch had certainly fired before the attempt now under way
     * @param atRisk whether risk was reported since the last acknowledgement
     * @param failures attempts since then that were not acknowledged
     * @param overdueAt when the attempt under way, or the next one, is late, on the monotonic clock
     */
    public record Facts(
            KeeperState settled,
            boolean fired,
            boolean atRisk,
            int failures,
            long overdueAt,
            Duration attemptDeadline,
            Optional<AcknowledgedRequest> newest,
            Optional<TriggerWindow> window,
            Optional<Continuity> continuity,
            OptionalLong openLapse) {}

    public Snapshot(Facts facts) {
        this.facts = facts;
        mayBeArmed = facts.settled() == KeeperState.ARMED
                && !facts.fired()
                && !facts.atRisk()
                && facts.window().isPresent();
        TriggerWindow window =
                facts.window().orElse(new TriggerWindow(new ClockReading(0, 0), 0, OptionalLong.empty()));
        sentMonotonic = window.sent().monotonicNanos();
        sentWall = window.sent().wallMillis();
        claimNanos = window.claimNanos();
        canFire = window.latest().isPresent();
        latest = window.latest().orElse(0);
        attemptNanos = facts.attemptDeadline().toNanos();
        overdueAt = facts.overdueAt();
    }

    /** The order gate. Allocates nothing. */
    public boolean mayQuote(long monotonicNanos, long wallMillis, long marginNanos) {
        if (!mayBeArmed || hasFired(monotonicNanos)) {
            return false;
        }
        long left = claimNanos - ClockReading.longest(monotonicNanos - sentMonotonic, wallMillis - sentWall);
        return left > 0 && left >= marginNanos && (left >= attemptNanos || isOnTime(monotonicNanos));
    }

    public KeeperState state(ClockReading now) {
        KeeperState settled = facts.settled();
        if (settled == KeeperState.CLOSED || settled == KeeperState.DISARMING || settled == KeeperState.IDLE) {
            return settled;
        }
        if (facts.fired() || hasFired(now.monotonicNanos())) {
            return KeeperState.FIRED;
        }
        if (settled != KeeperState.ARMED) {
            return settled;
        }
        return mayQuote(now.monotonicNanos(), now.wallMillis(), 0) ? KeeperState.ARMED : KeeperState.AT_RISK;
    }

    private boolean hasFired(long monotonicNanos) {
        return canFire && monotonicNanos - latest >= 0;
    }

    /** Whether there is, or was, a claim that can run out. */
    public boolean hasClaim() {
        return facts.window().isPresent()
                && facts.settled() != KeeperState.CLOSED
                && facts.settled() != KeeperState.DISARMING;
    }

    /** Nanoseconds for which the switch certainly has not fired; not positive if nothing is certain. */
    public long protectedNanos(ClockReading now) {
        return facts.window().map(window -> window.protectedNanos(now)).orElse(0L);
    }

    /** Nanoseconds until the state changes by itself, as far as the clocks go on as they did. */
    long untilNextChange(ClockReading now) {
        long next = canFire && !facts.fired() ? afterNow(latest - now.monotonicNanos()) : Long.MAX_VALUE;
        if (mayBeArmed) {
            long left = protectedNanos(now);
            long early = facts.failures() > 0 ? afterNow(left - attemptNanos + 1) : Long.MAX_VALUE;
            next = Math.min(next, Math.min(afterNow(left), early));
        }
        return next;
    }

    public Protection protection(ClockReading now) {
        KeeperState state = state(now);
        boolean fired = state == KeeperState.FIRED;
        long left = fired ? 0 : protectedNanos(now);
        return new Protection(
                state,
                Duration.ofNanos(Math.max(0, left)),
                fired ? Optional.of(Duration.ZERO) : certainlyFiredAfter(now),
                facts.newest().map(AcknowledgedRequest::acknowledgement),
                facts.newest().map(request -> Duration.ofNanos(request.roundTripNanos())),
                facts.failures(),
                facts.continuity(),
                facts.openLapse());
    }

    private Optional<Duration> certainlyFiredAfter(ClockReading now) {
        return canFire ? Optional.of(Duration.ofNanos(Math.max(0, latest - now.monotonicNanos()))) : Optional.empty();
    }

    private static long afterNow(long nanos) {
        return nanos > 0 ? nanos : Long.MAX_VALUE;
    }

    private boolean isOnTime(long monotonicNanos) {
        return facts.failures() == 0 && monotonicNanos - overdueAt < 0;
    }
}
