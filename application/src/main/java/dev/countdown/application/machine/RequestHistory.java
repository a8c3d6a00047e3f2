package dev.countdown.application.machine;

import dev.countdown.application.ContinuityRecord;
import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockEvidence;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.TriggerWindow;
import dev.countdown.domain.UnresolvedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the requests of one scope, and what follows for its switch. A step that throws leaves it as it was:
 * each step works on copies and replaces what is known at its end.
 */
public final class RequestHistory {

    /** What the reply to an attempt is worth. */
    enum Worth {
        /** It is the reply to this attempt. */
        BELIEVED,
        /** It was heard before, or is older than one that was: it proves nothing. */
        OLD,
        /** It does not fit the exchange's clock as known: an older reply, or that clock was stepped. */
        DOUBTFUL
    }

    private UnresolvedRequests loose;
    private ClockEvidence evidence;
    private Optional<AcknowledgedRequest> newest = Optional.empty();
    private long newestId;
    private long lastId;
    private boolean wholeSeconds = true;
    private Optional<Continuity> continuity = Optional.empty();
    private Optional<TriggerWindow> window = Optional.empty();

    /** When the first acknowledgement was heard since which the switch has not fired; says nothing before one was. */
    private long unbrokenSince;

    /** Other processes keep this scope, too: they may have extended what this one armed. */
    private boolean shared;

    /** By how much more than is assumed the exchange may fire late. */
    private Duration later = Duration.ZERO;

    private RecordedRequests recorded = RecordedRequests.NOT_KEPT;

    /** Of the process before: what may have been applied after its newest acknowledgement. */
    private List<UnresolvedRequest> inherited = List.of();

    RequestHistory(Handover inherited) {
        loose = new UnresolvedRequests(inherited.loose());
        evidence = inherited.evidence();
    }

    /**
     * Takes over what the process before recorded, before anything is sent. Its requests were sent before this moment.
     *
     * @param stillLoose false where it was a keeper of this process: when its requests can be applied is known better then
     */
    void inherit(ContinuityRecord record, boolean stillLoose, ClockReading now) {
        RecordedRequests taken = RecordedRequests.inherited(record, now);
        if (stillLoose) {
            UnresolvedRequests next = loose.copy();
            taken.since().forEach(next::inherit);
            replace(next);
        }
        recorded = taken;
        inherited = taken.since();
    }

    void share() {
        shared = true;
    }

    /** The exchange may take that long to fire after a deadline. */
    void firesWithin(Duration granularity) {
        later = granularity.minus(TriggerWindow.GRANULARITY);
    }

    /** There is a store, so a next process is told. */
    void keepRecord() {
        recorded = RecordedRequests.NONE;
    }

    /** What the next process must know. */
    RecordedRequests recorded() {
        return recorded;
    }

    Attempt sent(Countdown countdown, ClockReading now, Duration within) {
        Attempt attempt = new Attempt(lastId + 1, countdown, now, within, newest, loose.requests());
        UnresolvedRequests next = loose.copy();
        UnresolvedRequest request = unresolved(attempt, attempt.mayApplyFor());
        next.add(attempt.id(), request);
        RecordedRequests more = recorded.with(request);
        replace(next);
        recorded = more;
        lastId = attempt.id();
        return attempt;
    }

    /** Whether nothing was sent yet. */
    boolean isEmpty() {
        return lastId == 0;
    }

    void notApplied(Attempt attempt) {
        UnresolvedRequests next = loose.copy();
        next.drop(attempt.id());
        replace(next);
    }

    void unknown(Attempt attempt, Duration mayApplyFor) {
        UnresolvedRequests next = loose.copy();
        UnresolvedRequest request = unresolved(attempt, mayApplyFor);
        next.bound(attempt.id(), request);
        RecordedRequests more = recorded.with(request);
        replace(next);
        recorded = more;
    }

    /** The exchange's time, as a request of another kind told it. */
    void measured(ClockReading asked, Instant shown, ClockReading now) {
        evidence = evidence.measured(asked, shown, now);
    }

    /**
     * What a reply proves. A late one, to an older attempt, must only be able to be the reply to that attempt.
     *
     * @param measurable false if the gateway can never tell the exchange's time
     */
    Worth worth(HeardAcknowledgement reply, boolean measurable) {
        AcknowledgedRequest request = reply.request();
        if (!evidence.fits(request) || (measurable && evidence.isShaken(request.heard()))) {
            return Worth.DOUBTFUL;
        }
        return isNewest(reply.attempt()) && !evidence.isNews(request) ? Worth.OLD : Worth.BELIEVED;
    }

    /** Takes a reply in that is believed. Whether it is to the newest acknowledged request; a late one is not. */
    boolean acknowledged(Attempt attempt, AcknowledgedRequest request) {
        Acknowledgement acknowledgement = request.acknowledgement();
        boolean whole = wholeSeconds && (acknowledgement.triggerTime().isEmpty() || acknowledgement.namesWholeSecond());
        UnresolvedRequests next = loose.copy();
        if (isNewest(attempt)) {
            next.drop(attempt.id());
            succeed(attempt, request, next, whole);
            return true;
        }
        next.narrow(attempt.id(), request.heard().monotonicNanos());
        window = window(newest, next, whole);
        wholeSeconds = whole;
        loose = next;
        return false;
    }

    /** Withdraws a proof that something else contradicts. */
    void doubtContinuity() {
        continuity = continuity.map(verdict -> verdict == Continuity.UNBROKEN ? Continuity.UNKNOWN : verdict);
        newest.ifPresent(request -> unbrokenSince = request.heard().monotonicNanos());
    }

    Optional<AcknowledgedRequest> newest() {
        return newest;
    }

    Optional<Continuity> continuity() {
        return continuity;
    }

    long unbrokenSince() {
        return unbrokenSince;
    }

    Optional<TriggerWindow> window() {
        return window;
    }

    /** What was sent and can be applied later, or is pending if it was; and what is known of the exchange's clock. */
    Handover leftBehind() {
        List<UnresolvedRequest> all = new ArrayList<>(loose.requests());
        newest.map(AcknowledgedRequest::asLoose)
                .filter(arm -> !arm.timeout().isDisarm())
                .ifPresent(all::add);
        return new Handover(
                all.stream().map(request -> request.firingLater(later)).toList(), evidence, 0);
    }

    Optional<Timeout> shortestLooseArm() {
        return loose.shortestArm();
    }

    boolean hasFired(ClockReading now) {
        return window.filter(w -> w.hasCertainlyFired(now.monotonicNanos())).isPresent();
    }

    /** Whether an armed switch may fire later than a request for this timeout would make it fire. */
    boolean firesLaterThan(Timeout timeout, ClockReading now) {
        long fired = new UnresolvedRequest(timeout, now.monotonicNanos())
                .firingLater(later)
                .firedBy();
        return isArmed()
                && window.filter(w -> w.latest().isPresent())
                        .map(w -> w.latest().getAsLong() - fired > 0)
                        .orElse(true);
    }

    /** Whether the newest acknowledged request is a disarm and no arm can be applied after it; or nothing was sent. */
    boolean isDisarmCertain() {
        return !isArmed() && loose.shortestArm().isEmpty();
    }

    boolean isDisarmed() {
        return newest.isPresent() && !isArmed();
    }

    /** Whether the switch is certain to fire, or nothing was sent that could. */
    boolean isFiringCertain() {
        return !shared
                && window.map(w -> w.latest().isPresent())
                        .orElseGet(() -> loose.requests().isEmpty());
    }

    /** For how many nanoseconds an arm may still be applied that was sent before the newest acknowledged request. */
    Optional<Long> armsMayApplyFor(ClockReading now) {
        return loose.mayApplyFor(false, now.monotonicNanos());
    }

    /** The same for disarms. */
    Optional<Long> disarmsMayApplyFor(ClockReading now) {
        return loose.mayApplyFor(true, now.monotonicNanos());
    }

    /** Nanoseconds until no arm that was sent can be pending at the exchange any more; 0 if none is. */
    long untilArmsSettled(ClockReading now) {
        return leftBehind().loose().stream()
                .filter(request -> !request.timeout().isDisarm())
                .mapToLong(arm -> arm.firedBy() - now.monotonicNanos())
                .filter(left -> left > 0)
                .max()
                .orElse(0);
    }

    /** Nanoseconds until nothing that was sent can change the switch any more: a late disarm does so, too. */
    long untilSettled(ClockReading now) {
        return Math.max(untilArmsSettled(now), disarmsMayApplyFor(now).orElse(0L));
    }

    private boolean isNewest(Attempt attempt) {
        return attempt.id() > newestId;
    }

    private void succeed(Attempt attempt, AcknowledgedRequest request, UnresolvedRequests next, boolean whole) {
        ClockEvidence more = evidence.with(request);
        AcknowledgedRequest acknowledged = more.latest().orElseThrow();
        Optional<Continuity> sinceNewest = continuity(newest, attempt, acknowledged, next, whole);
        Optional<Continuity> verdict = sinceNewest
                .filter(proven -> proven == Continuity.UNBROKEN)
                .or(() -> continuity(attempt.base(), attempt, acknowledged, next, whole))
                .or(() -> sinceNewest)
                .or(() -> newest.isEmpty() ? overRestart(attempt, acknowledged, next) : Optional.empty())
                .map(this::judged);
        newest.map(AcknowledgedRequest::asLoose).ifPresent(previous -> next.add(newestId, previous));
        next.dropAppliedBy(acknowledged.sent().monotonicNanos());
        RecordedRequests toRecord = recorded.with(acknowledged, next.requests(), whole);
        window = window(more.latest(), next, whole);
        recorded = toRecord;
        continuity = verdict;
        if (newest.isEmpty() || verdict.filter(Continuity.UNBROKEN::equals).isEmpty()) {
            unbrokenSince = acknowledged.heard().monotonicNanos();
        }
        evidence = more;
        wholeSeconds = whole;
        newest = more.latest();
        newestId = attempt.id();
        loose = next;
    }

    /** Where the switch may have been extended by others, or fires later than a proof allows for, nothing proves a firing. */
    private Continuity judged(Continuity proven) {
        boolean provesFiring = proven == Continuity.BROKEN;
        return provesFiring && (shared || !later.isZero()) ? Continuity.UNKNOWN : proven;
    }

    private Optional<Continuity> continuity(
            Optional<AcknowledgedRequest> since,
            Attempt attempt,
            AcknowledgedRequest next,
            UnresolvedRequests unresolved,
            boolean whole) {
        return since.map(evidence::comparable)
                .map(previous -> Continuity.between(previous, next, looseSince(attempt, unresolved), whole));
    }

    private Optional<Continuity> overRestart(Attempt attempt, AcknowledgedRequest next, UnresolvedRequests unresolved) {
        List<UnresolvedRequest> all = looseSince(attempt, unresolved);
        all.addAll(inherited);
        return recorded.newest().map(previous -> Continuity.overRestart(previous, next, all));
    }

    private void replace(UnresolvedRequests next) {
        window = window(newest, next, wholeSeconds);
        loose = next;
    }

    private Optional<TriggerWindow> window(
            Optional<AcknowledgedRequest> latest, UnresolvedRequests unresolved, boolean whole) {
        return latest.map(request -> TriggerWindow.of(request, unresolved.requests(), whole))
                .map(certain -> certain.firingLater(later))
                .map(certain -> shared ? certain.withoutLatest() : certain);
    }

    private boolean isArmed() {
        return newest.filter(request -> !request.timeout().isDisarm()).isPresent();
    }

    private static List<UnresolvedRequest> looseSince(Attempt attempt, UnresolvedRequests unresolved) {
        List<UnresolvedRequest> all = new ArrayList<>(attempt.looseBefore());
        all.addAll(unresolved.requests());
        return all;
    }

    private static UnresolvedRequest unresolved(Attempt attempt, Duration mayApplyFor) {
        return UnresolvedRequest.sent(
                attempt.countdown().timeout(), attempt.sent().monotonicNanos(), mayApplyFor);
    }
}
