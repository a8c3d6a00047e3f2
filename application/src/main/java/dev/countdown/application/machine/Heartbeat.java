package dev.countdown.application.machine;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperEvent.Report;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.machine.RequestHistory.Worth;
import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The keeper as a pure machine: time, replies and verdicts go in, effects come out. It has no clock, no thread and no
 * future inside. Not safe for use by several threads.
 *
 * <p>Only {@link #beat} sends, right after liveness was asked; everything else merely moves the moment of the next beat.
 */
public final class Heartbeat {

    /** Wall time that ran further ahead than this since the last look means a suspend or a step: renew at once. */
    public static final long JUMP = Duration.ofSeconds(1).toNanos();

    private static final String SILENT = "the store did not answer in time";
    private static final String UNWRITTEN = "a shorter request is sent once its record is written, and that failed";

    private final Scope scope;
    private final RenewalPolicy policy;
    private final boolean inherits;
    private final RequestHistory history;
    private final Lifecycle lifecycle;
    private final EventRecorder recorder;
    private final Latches latches;
    private final RenewalSchedule schedule;
    private final long revision;
    private RecordKeeping records = RecordKeeping.NONE;

    private Duration firstAttempts = Duration.ZERO;
    private @Nullable Attempt inFlight;
    private @Nullable HeardAcknowledgement doubtful;
    private ClockReading lastLook;
    private Snapshot published;

    /**
     * A heartbeat that has not started.
     *
     * @param inherited what a keeper before it left
     * @param firstPart the part of the interval, above 0 and up to 1, after which it renews first, and first after a failure,
     *     so that a fleet does not send everything at once
     */
    public Heartbeat(Scope scope, RenewalPolicy policy, Handover inherited, double firstPart, ClockReading now) {
        this.scope = scope;
        this.policy = policy;
        inherits = !inherited.equals(Handover.NONE);
        history = new RequestHistory(inherited);
        history.firesWithin(policy.granularity());
        lifecycle = new Lifecycle(policy);
        recorder = new EventRecorder(scope);
        latches = new Latches(history, lifecycle);
        schedule = new RenewalSchedule(policy, history, firstPart, scope.hashCode() ^ now.monotonicNanos(), now);
        lastLook = now;
        revision = inherited.revision();
        published = snapshot();
    }

    /** A record of this countdown is kept in a store: it is awaited before anything is sent. */
    public Heartbeat recordedAs(ContinuityKey key) {
        records = RecordKeeping.of(key, policy, lastLook);
        history.keepRecord();
        return this;
    }

    /** Other processes keep this scope, too: nothing shorter than the timeout is ever sent. */
    public Heartbeat shared() {
        lifecycle.share();
        history.share();
        return this;
    }

    /** While nothing is at stake, because nothing was acknowledged yet, an attempt may take this long if that is longer. */
    public Heartbeat firstAttempts(Duration deadline) {
        firstAttempts = deadline;
        return this;
    }

    /** Starts guarding: the first attempt is due after a delay. */
    public Effects start(ClockReading now, long delay) {
        lifecycle.start();
        records.loads(now);
        lastLook = now;
        plan(now, delay);
        return effects(now, Optional.empty());
    }

    /** The gateway is ready: the first attempt is due so much sooner, in nanoseconds, because it need not wait for that. */
    public Effects ready(ClockReading now, long sooner) {
        observe(now);
        if (history.isEmpty()) {
            plan(now, Math.max(0, schedule.untilSend(now) - sooner));
        }
        return effects(now, Optional.empty());
    }

    /** Time has passed, and liveness was asked. Sends one request at most. */
    public Effects beat(ClockReading now, LivenessReading reading) {
        observe(now);
        if (inFlight != null && inFlight.leftAt(now) <= 0) {
            giveUp(now, inFlight);
        }
        if (records.isLoading() && records.untilLoadEnds(now) <= 0) {
            take(now, LoadedRecord.failed(SILENT));
        }
        if (lifecycle.isRunning()) {
            checked(now, reading);
        }
        if (lifecycle.isClosing() && inFlight == null && untilCloseGivesUp(now) <= 0) {
            finish(now);
        }
        restorePlan(now);
        boolean sends = inFlight == null && schedule.isSendDue(now) && !records.isLoading();
        Optional<Attempt> sent = sends ? send(now) : Optional.empty();
        if (records.isSilent(now)) { // told after the send: what is due right now is overdue until then
            unrecorded(now, "the record for the next process was not written: " + SILENT);
        }
        return effects(now, sent);
    }

    /** The record of the process before was read, or could not be. An answer that comes too late is ignored. */
    public Effects loaded(ClockReading now, LoadedRecord answer) {
        if (records.isLoading() && !lifecycle.isClosed()) {
            observe(now);
            take(now, answer);
        }
        return effects(now, Optional.empty());
    }

    private void take(ClockReading now, LoadedRecord answer) {
        LoadedRecord taken = records.loaded(answer, revision);
        taken.record().ifPresent(record -> {
            history.inherit(record, record.revision() != revision, now);
            latches.inherit(record.openLapse());
        });
        if (!taken.failure().isEmpty()) {
            unrecorded(now, "the record of the process before is not used: " + taken.failure());
        }
        if (lifecycle.isClosing() && inFlight == null) {
            plan(now, 0); // it waited for what the record says
        }
    }

    /**
     * A record was written, or perhaps not: a request that waited for it is sent, or was in vain.
     *
     * @param failure why; empty if it was written
     */
    public Effects saved(ClockReading now, ContinuityRecord record, String failure) {
        boolean written = failure.isEmpty();
        Optional<Attempt> waited = (written ? records.saved(record) : records.failed(record))
                .filter(attempt -> inFlight != null && inFlight.id() == attempt.id());
        if (lifecycle.isClosed()) {
            return effects(now, Optional.empty());
        }
        observe(now);
        if (!written) {
            unrecorded(now, "the record for the next process was not written: " + failure);
            waited.ifPresent(attempt -> notApplied(now, attempt, true, Outcome.NotApplied.notSent(UNWRITTEN)));
        }
        if (lifecycle.isClosing()
                && inFlight == null
                && lifecycle.wanted(history, now).isEmpty()) {
            plan(now, 0);
        }
        return effects(now, written ? waited : Optional.empty());
    }

    /** Told once, until a record is written again. */
    private void unrecorded(ClockReading now, String why) {
        if (records.fails()) {
            recorder.tell(new KeeperEvent.Unrecorded(report(now), why));
        }
    }

    private void giveUp(ClockReading now, Attempt attempt) {
        if (attempt.permit().revoke()) {
            lifecycle.unsent(attempt.countdown().timeout());
            notApplied(now, attempt, true, Outcome.NotApplied.heldUp(attempt.deadline()));
            return;
        }
        String cause = doubtful == null
                ? "no reply within " + attempt.deadline().span().toMillis() + " ms"
                : HeardAcknowledgement.CAUSE;
        failed();
        recorder.tell(new KeeperEvent.Unknown(report(now), cause));
        plan(now, 0);
    }

    /** Liveness was asked once more, right before an attempt would be sent that may have waited. */
    public Effects askedAgain(ClockReading now, LivenessReading reading) {
        observe(now);
        if (lifecycle.isRunning()) {
            checked(now, reading);
        }
        return effects(now, Optional.empty());
    }

    /** An error half-way through an earlier step, such as a lack of memory, must not end the renewals. */
    private void restorePlan(ClockReading now) {
        if (inFlight == null
                && !schedule.sends()
                && lifecycle.wanted(history, now).isPresent()) {
            plan(now, schedule.untilSpaced(now));
        }
    }

    /** A reply has arrived, perhaps long after its attempt was given up. */
    public Effects heard(ClockReading now, Attempt attempt, Outcome reply) {
        if (!lifecycle.isClosed()) {
            observe(now);
            boolean current = inFlight != null && inFlight.id() == attempt.id();
            if (reply instanceof Outcome.Applied applied && isFor(attempt, applied)) {
                AcknowledgedRequest request = new AcknowledgedRequest(attempt.sent(), now, applied.acknowledgement());
                weigh(now, new HeardAcknowledgement(attempt, request, false), current);
            } else if (reply instanceof Outcome.NotApplied refusal) {
                notApplied(now, attempt, current, refusal);
            } else if (reply instanceof Outcome.Unknown unknown) {
                unknown(now, attempt, current, unknown.cause(), unknown.mayApplyFor());
            } else {
                unbelieved(now, attempt, current, "the reply was to another request");
            }
            if (!current && lifecycle.isClosing() && inFlight == null && history.isDisarmed()) {
                planAfterReply(
                        now, schedule.untilRepeat(now)); // even a late one can make a disarm certain, or its repeat due
            }
        }
        return effects(now, Optional.empty());
    }

    /**
     * The exchange's time was asked for. A reply that did not fit is judged once more by what came of it.
     *
     * @param asked both clocks, before it was asked
     * @param within how long the answer may take: one that took longer, as where this process was paused, bounds too little
     * @param came what came of it
     */
    public Effects timeAnswered(ClockReading now, ClockReading asked, Duration within, TimeAnswer came) {
        TimeAnswer answer = now.monotonicSince(asked) > within.toNanos() ? TimeAnswer.FAILED : came;
        if (!lifecycle.isClosed()) {
            observe(now);
            answer.shown().ifPresent(time -> history.measured(asked, time, now));
            HeardAcknowledgement reply = doubtful;
            doubtful = null;
            if (reply != null
                    && inFlight != null
                    && inFlight.id() == reply.attempt().id()) {
                if (history.worth(reply, answer.possible()) == Worth.BELIEVED) {
                    applied(now, reply, true);
                } else {
                    unbelieved(now, reply.attempt(), true, HeardAcknowledgement.CAUSE);
                }
            }
        }
        return effects(now, Optional.empty());
    }

    /** The platform has reconciled its orders after a lapse. */
    public Effects reconciled(ClockReading now, long lapse) {
        latches.reconciled(lapse);
        records.changed();
        observe(now);
        return effects(now, Optional.empty());
    }

    /** Looks at the clocks; nothing else happened. */
    public Effects look(ClockReading now) {
        observe(now);
        return effects(now, Optional.empty());
    }

    /**
     * Begins to close. A request that is on its way is awaited first, except by {@code EXPIRE}. One that waits to be
     * sent is taken back, unless the close wants it. A later close is ignored, except by {@code EXPIRE}.
     *
     * @throws IllegalArgumentException if the scope is shared and the mode would send something shorter
     */
    public Effects close(ClockReading now, CloseMode mode) {
        require(mode);
        boolean accepted = !lifecycle.isClosing() || mode == CloseMode.EXPIRE;
        if (accepted && !lifecycle.isClosed()) {
            observe(now);
            boolean idle = lifecycle.isIdle();
            schedule.closeBegins(now);
            lifecycle.close(mode);
            recall(now);
            if (idle) {
                finish(now);
            } else if (inFlight == null || mode == CloseMode.EXPIRE) {
                plan(now, 0);
            }
        }
        return effects(now, Optional.empty());
    }

    /**
     * Refuses a close that would send something shorter for a shared scope.
     *
     * @throws IllegalArgumentException if it would
     */
    public void require(CloseMode mode) {
        lifecycle.require(mode);
    }

    /** Computed at each call, so that no step has to refresh it. */
    public Snapshot snapshot() {
        long overdueAt = lastLook.monotonicNanos() + untilDue(lastLook);
        return latches.snapshot(overdueAt, attemptDeadline());
    }

    /** For the next keeper of this scope. */
    public Handover leftBehind() {
        return history.leftBehind().recorded(records.written());
    }

    private static boolean isFor(Attempt attempt, Outcome.Applied applied) {
        return applied.acknowledgement().countdown().equals(attempt.countdown());
    }

    /**
     * The keeper's own question to a reply, for its scope; a gateway may have judged it before, for all scopes. A reply that
     * does not fit the exchange's clock is put off until the exchange's time is known; an old one proves nothing.
     */
    private void weigh(ClockReading now, HeardAcknowledgement reply, boolean current) {
        Worth worth = history.worth(reply, true);
        if (worth == Worth.BELIEVED) {
            applied(now, reply, current);
        } else if (worth == Worth.DOUBTFUL && current) {
            doubtful = reply;
        } else {
            unbelieved(now, reply.attempt(), current, HeardAcknowledgement.CAUSE);
        }
    }

    private void unbelieved(ClockReading now, Attempt attempt, boolean current, String cause) {
        unknown(now, attempt, current, cause, attempt.mayApplyFor());
    }

    private void applied(ClockReading now, HeardAcknowledgement reply, boolean current) {
        Attempt attempt = reply.attempt();
        Acknowledgement acknowledgement = reply.request().acknowledgement();
        boolean first = history.newest().isEmpty();
        if (!history.acknowledged(attempt, reply.request())) {
            return;
        }
        inFlight = current ? null : inFlight;
        OptionalLong lapse = latches.acknowledged(attempt.countdown().timeout(), first);
        records.changed();
        if (inFlight == null && lifecycle.isGuarding()) {
            planAfterReply(
                    now,
                    schedule.untilRenewal(now, attempt)); // first: what is told says whether the next one is overdue
        }
        if (first
                || lapse.isEmpty()
                || lifecycle.isExpireSoon(acknowledgement.countdown().timeout())) {
            recorder.tell(acknowledged(report(now), acknowledgement, first));
        }
        lapse.ifPresent(number -> recorder.tell(new KeeperEvent.Lapsed(
                report(now), acknowledgement, number, history.continuity().orElse(Continuity.UNKNOWN))));
        if (inFlight == null && !lifecycle.isGuarding()) {
            planAfterReply(now, schedule.untilRepeat(now));
        }
    }

    private KeeperEvent acknowledged(Report report, Acknowledgement acknowledgement, boolean first) {
        Timeout timeout = acknowledgement.countdown().timeout();
        if (timeout.isDisarm()) {
            return new KeeperEvent.Disarmed(report, history.isDisarmCertain());
        }
        if (lifecycle.isExpireSoon(timeout)) {
            return new KeeperEvent.ExpiringSoon(report, acknowledgement);
        }
        return first
                ? new KeeperEvent.Armed(report, acknowledgement)
                : new KeeperEvent.Renewed(report, acknowledgement);
    }

    private void notApplied(ClockReading now, Attempt attempt, boolean current, Outcome.NotApplied reply) {
        history.notApplied(attempt);
        if (attempt.permit().revoke()) {
            lifecycle.unsent(attempt.countdown().timeout());
        }
        if (current) {
            failed();
            Report report = report(now);
            recorder.tell(
                    reply.isRefusal() ? new KeeperEvent.Refused(report, reply) : new KeeperEvent.Failed(report, reply));
            if (lifecycle.isClosing() && !reply.retry().allowed() && isStillWanted(attempt, now)) {
                finish(now);
            } else {
                planRetry(now, attempt, reply.retry());
            }
        }
    }

    /** A renewal that was under way when the close began may be refused, and the close's own request not. */
    private boolean isStillWanted(Attempt attempt, ClockReading now) {
        return lifecycle.wanted(history, now).filter(attempt::isFor).isPresent();
    }

    /** Takes back an attempt that waits to be sent and is not wanted any more: a verdict changed, or a close began. */
    private void recall(ClockReading now) {
        Attempt attempt = inFlight;
        if (attempt == null || isStillWanted(attempt, now) || !attempt.permit().revoke()) {
            return;
        }
        history.notApplied(attempt);
        lifecycle.unsent(attempt.countdown().timeout());
        failed();
        if (!lifecycle.isClosing()
                || lifecycle.closeMode() != CloseMode.EXPIRE) { // to expire awaits no end of any attempt
            Outcome.NotApplied reply =
                    Outcome.NotApplied.notSent("taken back before it was sent: " + lifecycle.reason());
            recorder.tell(new KeeperEvent.Failed(report(now), reply));
        }
    }

    private void unknown(ClockReading now, Attempt attempt, boolean current, String cause, Duration mayApplyFor) {
        history.unknown(attempt, mayApplyFor);
        if (current) {
            failed();
            recorder.tell(new KeeperEvent.Unknown(report(now), cause));
            planRetry(now, attempt, Retry.NOW);
        }
    }

    private void failed() {
        inFlight = null;
        doubtful = null;
        latches.failed();
        schedule.outOfStep();
    }

    private void checked(ClockReading now, LivenessReading reading) {
        schedule.ask(now, reading.askAgainWithin());
        if (lifecycle.checked(reading.verdict())) {
            schedule.renewAtOnce(lifecycle.isGuarding());
            recall(now);
            if (inFlight == null) {
                plan(now, lifecycle.isGuarding() ? schedule.untilSpaced(now) : 0);
            }
        }
    }

    /** Looks at both clocks before anything else: wall time that ran ahead means a suspend or a step. */
    private void observe(ClockReading now) {
        boolean jumped = now.wallAheadSince(lastLook) > JUMP;
        lastLook = now;
        published = tellChange(now, published);
        if (jumped && lifecycle.isGuarding()) {
            schedule.renewAtOnce(true);
            if (inFlight == null) {
                plan(now, schedule.untilSpaced(now));
            }
        }
    }

    private Optional<Attempt> send(ClockReading now) {
        Optional<Timeout> wanted = lifecycle.wanted(history, now);
        if (wanted.isEmpty()) {
            plan(now, 0);
            return Optional.empty();
        }
        latches.sends(now);
        schedule.sent(now);
        lifecycle.sent(wanted.get());
        Attempt attempt = history.sent(countdown(wanted.get()), now, attemptDeadline());
        inFlight = attempt;
        return records.holdsBack(attempt) ? Optional.empty() : Optional.of(attempt);
    }

    /** The very object that was acknowledged last, if it is for this timeout: many keepers remember theirs. */
    private Countdown countdown(Timeout timeout) {
        return history.newest()
                .map(request -> request.acknowledgement().countdown())
                .filter(known -> known.timeout().equals(timeout))
                .orElseGet(() -> new Countdown(scope, timeout));
    }

    /** At the pace in force: a shorter request that may be applied asks for shorter attempts. */
    private Duration attemptDeadline() {
        Duration usual = (lifecycle.isGuarding() ? schedule.pace() : policy).attemptDeadline();
        boolean atStake =
                inherits || !lifecycle.isGuarding() || history.newest().isPresent();
        return atStake || usual.compareTo(firstAttempts) > 0 ? usual : firstAttempts;
    }

    private void planRetry(ClockReading now, Attempt failed, Retry advice) {
        long delay = schedule.untilRetry(now, failed, latches.failures(), advice);
        plan(now, delay);
        schedule.backOff(now, delay);
    }

    /** The reply may be a late one: a backoff that has begun since then goes on. */
    private void planAfterReply(ClockReading now, long delay) {
        plan(now, Math.max(delay, schedule.untilBackedOff(now)));
    }

    /** Sets when to send next; closes where nothing is left to send. */
    private void plan(ClockReading now, long delay) {
        if (lifecycle.wanted(history, now).isPresent()) {
            schedule.send(now, delay);
        } else {
            schedule.sendNothing();
            if (lifecycle.isClosing() && !awaitsRecord(now)) {
                finish(now);
            }
        }
    }

    /**
     * Nothing but {@code EXPIRE} ends before it is known what the process before may have sent, nor before the next process can know
     * what this one sent: what was acknowledged last ends the fear of a shorter request. It waits for each record no longer than
     * for an attempt.
     */
    private boolean awaitsRecord(ClockReading now) {
        CloseMode mode = lifecycle.closeMode();
        boolean awaits = mode != CloseMode.EXPIRE && (records.isLoading() || records.isPending());
        return awaits && untilCloseGivesUp(now) > 0;
    }

    private long untilCloseGivesUp(ClockReading now) {
        long record = lifecycle.closeMode() == CloseMode.EXPIRE ? 0 : records.untilWritten(now);
        return Math.max(schedule.untilCloseEnds(now), record);
    }

    private void finish(ClockReading now) {
        CloseMode mode = lifecycle.closeMode();
        boolean certain = mode == CloseMode.DISARM ? history.isDisarmCertain() : history.isFiringCertain();
        CloseResult result = new CloseResult(mode, certain, Duration.ofNanos(history.untilSettled(now)));
        lifecycle.closed();
        inFlight = null;
        recorder.tell(new KeeperEvent.Closed(report(now), result));
    }

    private Report report(ClockReading now) {
        return recorder.report(now, snapshot());
    }

    private Snapshot tellChange(ClockReading now, Snapshot seen) {
        if (!recorder.tellChange(now, seen, lifecycle.reason())) {
            return seen;
        }
        latches.told(seen.state(now));
        return snapshot();
    }

    private Effects effects(ClockReading now, Optional<Attempt> send) {
        published = tellChange(now, snapshot());
        Optional<ContinuityRecord> save = lifecycle.isClosed() || lifecycle.isIdle()
                ? Optional.empty()
                : records.next(history, latches, firstAttempts, now);
        return new Effects(published, recorder.take(), send, askTime(), save, wakeAfter(now, published));
    }

    /** Once for each reply that does not fit. */
    private Optional<Attempt> askTime() {
        HeardAcknowledgement reply = doubtful;
        if (reply == null || reply.asked()) {
            return Optional.empty();
        }
        doubtful = reply.asking();
        return Optional.of(reply.attempt());
    }

    private Optional<Duration> wakeAfter(ClockReading now, Snapshot snapshot) {
        if (lifecycle.isIdle() || lifecycle.isClosed()) {
            return Optional.empty();
        }
        long wake = records.isLoading() ? records.untilLoadEnds(now) : untilDue(now);
        if (lifecycle.isRunning()) {
            wake = Math.min(wake, Math.min(schedule.untilAsk(now), snapshot.untilNextChange(now)));
        } else if (inFlight == null) {
            wake = Math.min(wake, untilCloseGivesUp(now));
        }
        return Optional.of(Duration.ofNanos(Math.max(0, wake)));
    }

    /** Nanoseconds until the attempt under way ends, or else until the next one is sent. */
    private long untilDue(ClockReading now) {
        return inFlight != null ? inFlight.leftAt(now) : schedule.untilSend(now);
    }
}
