package dev.countdown.application;

import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.LooseRequest;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of the requests of one scope, and what follows for its switch. */
final class Knowledge {

    /** The exchange takes a request until it is 60 s old by a clock that may be 60 s behind ours. */
    private static final Duration UNMEASURED = Duration.ofSeconds(120);

    private final LooseLedger loose;
    private Optional<AcknowledgedRequest> newest = Optional.empty();
    private long newestId;
    private long lastId;
    private boolean wholeSeconds = true;
    private Optional<Continuity> continuity = Optional.empty();
    private Optional<TriggerWindow> window = Optional.empty();

    Knowledge(List<LooseRequest> inherited) {
        loose = new LooseLedger(inherited);
    }

    /** How long a request can be applied after its send, while nobody knows better: see {@link Reply.Unknown}. */
    static Duration fence(Duration deadline) {
        return deadline.plus(UNMEASURED);
    }

    Attempt sent(Countdown countdown, ClockReading now, Duration deadline) {
        Attempt attempt = new Attempt(++lastId, countdown, now, deadline, newest, loose.requests());
        loose.add(attempt.id(), fenced(attempt, fence(deadline)));
        reckon();
        return attempt;
    }

    void notApplied(Attempt attempt) {
        loose.drop(attempt.id());
        reckon();
    }

    void unknown(Attempt attempt, Duration fence) {
        loose.bound(attempt.id(), fenced(attempt, fence));
        reckon();
    }

    /** Whether this is the newest acknowledged request now; a late reply to an older one is not. */
    boolean acknowledged(Attempt attempt, ClockReading now, Acknowledgement acknowledgement) {
        wholeSeconds &= acknowledgement
                .triggerTime()
                .filter(end -> end.toEpochMilli() % 1000 != 0)
                .isEmpty();
        boolean isNewest = attempt.id() > newestId;
        if (isNewest) {
            loose.drop(attempt.id());
            succeed(attempt, new AcknowledgedRequest(attempt.sent(), now, acknowledgement));
        } else {
            loose.narrow(attempt.id(), now.monotonicNanos());
        }
        reckon();
        return isNewest;
    }

    /** Withdraws a proof that something else contradicts. */
    void doubtContinuity() {
        continuity = continuity.map(verdict -> verdict == Continuity.UNBROKEN ? Continuity.UNKNOWN : verdict);
    }

    Optional<AcknowledgedRequest> newest() {
        return newest;
    }

    Optional<Continuity> continuity() {
        return continuity;
    }

    Optional<TriggerWindow> window() {
        return window;
    }

    /** What was sent and can be applied later, or is pending if it was. */
    List<LooseRequest> leftBehind() {
        List<LooseRequest> all = new ArrayList<>(loose.requests());
        newest.map(AcknowledgedRequest::asLoose)
                .filter(arm -> !arm.timeout().isCancel())
                .ifPresent(all::add);
        return all;
    }

    Optional<Timeout> shortestLooseArm() {
        return loose.shortestArm();
    }

    boolean hasFired(ClockReading now) {
        return window.filter(w -> w.hasCertainlyFired(now)).isPresent();
    }

    /** Whether an armed switch may fire later than a request for this timeout would make it fire. */
    boolean firesLaterThan(Timeout timeout, ClockReading now) {
        long fired = new LooseRequest(timeout, now.monotonicNanos()).firedBy();
        return isArmed()
                && window.filter(w -> w.latest().isPresent())
                        .map(w -> w.latest().getAsLong() - fired > 0)
                        .orElse(true);
    }

    /** Whether the newest acknowledged request is a cancel and no arm can be applied after it; or nothing was sent. */
    boolean isCancelCertain() {
        return !isArmed() && loose.shortestArm().isEmpty();
    }

    boolean isCancelled() {
        return newest.isPresent() && !isArmed();
    }

    /** Whether the switch is certain to fire, or nothing was sent that could. */
    boolean isFiringCertain() {
        return window.map(w -> w.latest().isPresent())
                .orElseGet(() -> loose.requests().isEmpty());
    }

    /** Nanoseconds until no arm can be applied any more that was sent before the newest acknowledged request. */
    Optional<Long> untilArmsFenced(ClockReading now) {
        return loose.lastFence(false, now.monotonicNanos());
    }

    /** The same for cancels. */
    Optional<Long> untilCancelsFenced(ClockReading now) {
        return loose.lastFence(true, now.monotonicNanos());
    }

    /** Nanoseconds until nothing that was sent can be pending at the exchange any more; 0 if nothing is. */
    long untilSettled(ClockReading now) {
        return leftBehind().stream()
                .filter(request -> !request.timeout().isCancel())
                .mapToLong(arm -> arm.firedBy() - now.monotonicNanos())
                .filter(left -> left > 0)
                .max()
                .orElse(0);
    }

    private void succeed(Attempt attempt, AcknowledgedRequest next) {
        Optional<Continuity> sinceNewest = continuity(newest, attempt, next);
        continuity = sinceNewest
                .filter(verdict -> verdict == Continuity.UNBROKEN)
                .or(() -> continuity(attempt.base(), attempt, next))
                .or(() -> sinceNewest);
        newest.map(AcknowledgedRequest::asLoose).ifPresent(previous -> loose.add(newestId, previous));
        loose.dropFencedAt(next.sent().monotonicNanos());
        newest = Optional.of(next);
        newestId = attempt.id();
    }

    private Optional<Continuity> continuity(
            Optional<AcknowledgedRequest> since, Attempt attempt, AcknowledgedRequest next) {
        return since.map(previous -> Continuity.between(previous, next, looseSince(attempt), wholeSeconds));
    }

    private void reckon() {
        window = newest.map(request -> TriggerWindow.of(request, loose.requests(), wholeSeconds));
    }

    private boolean isArmed() {
        return newest.filter(request -> !request.timeout().isCancel()).isPresent();
    }

    private List<LooseRequest> looseSince(Attempt attempt) {
        List<LooseRequest> all = new ArrayList<>(attempt.looseBefore());
        all.addAll(loose.requests());
        return all;
    }

    private static LooseRequest fenced(Attempt attempt, Duration fence) {
        return LooseRequest.sent(attempt.countdown().timeout(), attempt.sent().monotonicNanos(), fence);
    }
}
