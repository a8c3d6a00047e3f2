package dev.countdown.testing.simulation;

import java.util.List;

/** Bugs that keepers have had, or could have: one at a time must be noticed by the simulation. */
final class BugGarden {

    static final List<PlantedBug> BUGS = List.of(
            // The window.
            PlantedBug.of(
                    "the window is counted from the reply",
                    "domain/TriggerWindow",
                    "newest.sent(),",
                    "newest.heard(),"),
            PlantedBug.of(
                    "drift is ignored",
                    "domain/UnresolvedRequest",
                    "ClockDrift.shortest(timeout.toDuration())",
                    "timeout.toDuration().toNanos()"),
            PlantedBug.of(
                    "deadlines cut to whole seconds are ignored",
                    "domain/UnresolvedRequest",
                    "wholeSeconds ? span - TriggerWindow.RESOLUTION.toNanos() : span",
                    "span"),
            PlantedBug.of(
                    "the granularity of the exchange is ignored",
                    "domain/UnresolvedRequest",
                    ".plus(TriggerWindow.GRANULARITY)",
                    ""),
            PlantedBug.of(
                    "a shorter loose request is ignored",
                    "domain/TriggerWindow",
                    "claim = Math.min(claim, request.claimNanos(wholeSeconds));",
                    ""),
            PlantedBug.of(
                    "a loose arm may not fire later",
                    "domain/TriggerWindow",
                    "Math.max(untilLatest, afterSend(newest, request.firedBy()))",
                    "untilLatest"),
            PlantedBug.of(
                    "a loose disarm cannot prevent the firing",
                    "domain/TriggerWindow",
                    "mayBeDisarmed |= request.timeout().isDisarm();",
                    ""),
            PlantedBug.of(
                    "an overlapping acknowledgement is not loose",
                    "application/RequestHistory",
                    "next.narrow(attempt.id(), request.heard().monotonicNanos());",
                    "next.drop(attempt.id());"),
            PlantedBug.of(
                    "an unknown outcome is taken for no effect",
                    "application/RequestHistory",
                    "next.bound(attempt.id(), request);",
                    "next.drop(attempt.id());"),
            PlantedBug.of(
                    "folding keeps the earlier moment",
                    "application/UnresolvedRequests",
                    "other.mayApplyAfter(request.appliedBy()) ? other : request",
                    "other.mayApplyAfter(request.appliedBy()) ? request : other"),
            PlantedBug.of(
                    "a keeper inherits nothing",
                    "application/KeeperRegistry",
                    "return left.get().where(request -> matters(request, now));",
                    "return Handover.NONE;"),
            // The clocks.
            PlantedBug.of(
                            "ARMED is cached",
                            "application/Snapshot",
                            "long left = window.protectedNanos(monotonicNanos, wallMillis);",
                            "long left = window.claimNanos();")
                    .and(
                            "application/Snapshot",
                            "isAtRisk(monotonic, window.protectedNanos(now))",
                            "isAtRisk(monotonic, window.claimNanos())"),
            PlantedBug.of(
                            "only the monotonic clock is read",
                            "application/Snapshot",
                            "long left = window.protectedNanos(monotonicNanos, wallMillis);",
                            "long left = window.claimNanos() - (monotonicNanos - window.sent().monotonicNanos());")
                    .and(
                            "application/Snapshot",
                            "isAtRisk(monotonic, window.protectedNanos(now))",
                            "isAtRisk(monotonic, window.claimNanos() - now.monotonicSince(window.sent()))"),
            PlantedBug.of(
                    "the wall clock proves a firing",
                    "application/Snapshot",
                    "state(window.hasCertainlyFired(monotonic),",
                    "state(window.hasCertainlyFired("
                            + "window.sent().monotonicNanos() + now.longestSince(window.sent())),"),
            PlantedBug.of(
                            "the wall clock ends late application",
                            "application/RequestHistory",
                            "next.dropAppliedBy(acknowledged.sent().monotonicNanos());",
                            "if (origin == 0) { origin = acknowledged.sent().monotonicNanos()"
                                    + " - acknowledged.sent().wallMillis() * 1_000_000; }"
                                    + " next.dropAppliedBy(origin + acknowledged.sent().wallMillis() * 1_000_000);")
                    .and(
                            "application/RequestHistory",
                            "private long newestId;",
                            "private long newestId; private long origin;"),
            // Continuity and lapses.
            PlantedBug.of(
                    "continuity from the local monotonic clock",
                    "domain/Continuity",
                    "next.heard().longestSince(previous.sent())",
                    "next.heard().monotonicSince(previous.sent())"),
            PlantedBug.of(
                    "continuity by our clocks ignores a shorter loose request",
                    "domain/Continuity",
                    "TriggerWindow.of(previous, loose, wholeSeconds).claimNanos()",
                    "previous.claimNanos(wholeSeconds)"),
            PlantedBug.of(
                    "continuity without the resolution of trigger times",
                    "domain/Continuity",
                    "!applied.plus(RESOLUTION).isAfter(deadline)",
                    "!applied.isAfter(deadline)"),
            PlantedBug.of(
                    "BROKEN without the resolution and the granularity",
                    "domain/Continuity",
                    "deadline.plus(RESOLUTION).plus(TriggerWindow.GRANULARITY)",
                    "deadline"),
            PlantedBug.of(
                    "continuity ignores what is loose",
                    "application/RequestHistory",
                    "looseSince(attempt, unresolved), whole",
                    "List.of(), whole"),
            PlantedBug.of(
                    "a 200 after the window is an ordinary renewal",
                    "application/Latches",
                    ".filter(verdict -> verdict != Continuity.UNBROKEN)",
                    ".filter(verdict -> verdict == Continuity.BROKEN)"),
            PlantedBug.of(
                    "a lapse is not latched",
                    "application/Snapshot",
                    "if (facts.openLapse().isPresent()) {",
                    "if (facts.openLapse().isPresent() && facts.fired()) {"),
            PlantedBug.of(
                    "a lapse is reconciled unseen",
                    "application/LapseCounter",
                    "reconciled = Math.max(reconciled, lapse);",
                    "reconciled = last;"),
            PlantedBug.of(
                    "at risk is told again and again",
                    "application/EventRecorder",
                    "if (told == before) {",
                    "if (told == before && told != KeeperState.AT_RISK) {"),
            // Replies that prove nothing.
            PlantedBug.of(
                    "every complete reply is believed",
                    "domain/ClockEvidence",
                    ".flatMap(time -> bounds.map(known -> known.admits(time)))",
                    ".map(time -> true)"),
            PlantedBug.of(
                    "doubt forgets the exchange's clock",
                    "application/RequestHistory",
                    "return Worth.DOUBTFUL;",
                    "evidence = evidence.isShaken(request.heard()) ? evidence : ClockEvidence.NONE;"
                            + " return Worth.DOUBTFUL;"),
            PlantedBug.of(
                    "any answer to the question for the time ends the doubt",
                    "application/Heartbeat",
                    "if (history.worth(reply, answer.possible()) == Worth.BELIEVED) {",
                    "if (history.worth(reply, answer.possible()) != Worth.OLD) {"),
            PlantedBug.of(
                    "a reply ahead of the bounds does not move them",
                    "domain/OffsetBounds",
                    "if (ahead > 0 && ahead <= SKEW.toNanos()) {",
                    "if (false) {"),
            PlantedBug.of(
                    "the exchange's time is asked for and not taken in",
                    "application/Heartbeat",
                    "answer.shown().ifPresent(time -> history.measured(asked, time, now));",
                    ""),
            PlantedBug.of(
                    "an answer for the time that took too long is taken in",
                    "application/Heartbeat",
                    "now.monotonicSince(asked) > within.toNanos() ? TimeAnswer.FAILED : came",
                    "came"),
            PlantedBug.of(
                    "after a suspend the exchange's time is not asked for",
                    "domain/OffsetBounds",
                    "return ExchangeTime.suspended(mostAt, now) > SHAKEN.toNanos();",
                    "return false;"),
            PlantedBug.of(
                    "a suspend does not move the bounds of the exchange's clock",
                    "domain/OffsetBounds",
                    "return most + drift(mostAt, now) + ClockDrift.longest(suspended);",
                    "return most + drift(mostAt, now);"),
            PlantedBug.of(
                    "the bounds of the exchange's clock do not age",
                    "domain/OffsetBounds",
                    "return ClockDrift.drift(Math.abs(now.monotonicSince(since)));",
                    "return 0;"),
            PlantedBug.of(
                    "the lower bound of the exchange's clock is never raised",
                    "domain/OffsetBounds",
                    "boolean higher = time.leastOffset() - now.least > 0;",
                    "boolean higher = false;"),
            PlantedBug.of(
                    "fired, and certain to have fired only later",
                    "application/Snapshot",
                    "fired ? Optional.of(Duration.ZERO) : certainlyFiredAfter(now)",
                    "certainlyFiredAfter(now)"),
            PlantedBug.of(
                    "a disarm that can be applied late is settled",
                    "application/RequestHistory",
                    "return Math.max(untilArmsSettled(now), disarmsMayApplyFor(now).orElse(0L));",
                    "return untilArmsSettled(now);"),
            // Renewal.
            PlantedBug.of(
                    "the interval is counted from the reply",
                    "application/RenewalSchedule",
                    "interval - now.monotonicSince(acknowledged.sent())",
                    "interval"),
            PlantedBug.of("a burst after a pause", "application/RenewalSchedule", "        renewAtOnce = false;", "")
                    .and(
                            "application/RenewalSchedule",
                            "return Math.max(0, apart - now.monotonicSince(lastSend));",
                            "return 0;"),
            PlantedBug.of(
                    "retries without bound",
                    "application/RetryBackoff",
                    "return Math.min(jittered,",
                    "return Math.min(0,"),
            PlantedBug.of(
                    "the backoff goes past the window",
                    "application/RetryBackoff",
                    "left > 0 ? Math.min(room, longest) : longest",
                    "Long.MAX_VALUE"),
            PlantedBug.of(
                    "a 429 stops renewals for good",
                    "application/RetryBackoff",
                    "return left > 0 ? Math.min(throttled, room) : throttled;",
                    "return Long.MAX_VALUE / 4;"),
            PlantedBug.of(
                    "an attempt never ends",
                    "application/Heartbeat",
                    "if (inFlight != null && inFlight.leftAt(now) <= 0) {",
                    "if (inFlight != null && inFlight.leftAt(now) <= -60_000_000_000L) {"),
            PlantedBug.of(
                    "a reply for another scope is accepted",
                    "application/Heartbeat",
                    "applied.acknowledgement().countdown().equals(attempt.countdown())",
                    "applied.acknowledgement().countdown().isDisarm() == attempt.countdown().isDisarm()"),
            // Liveness.
            PlantedBug.of(
                            "liveness is asked when the timer is set",
                            "application/CountdownKeeper",
                            "LivenessReading reading = LivenessReading.of(liveness);",
                            "LivenessReading reading = asked; asked = LivenessReading.of(liveness);")
                    .and(
                            "application/CountdownKeeper",
                            "private boolean started;",
                            "private boolean started; private LivenessReading asked = LivenessReading.of(Liveness.UNWATCHED);")
                    .and("application/CountdownKeeper", "if (attempt.permit().isOpen()) {", "if (false) {"),
            PlantedBug.of(
                    "a dead strategy is renewed",
                    "application/Lifecycle",
                    "? Optional.of(policy.timeout())",
                    "|| true ? Optional.of(policy.timeout())"),
            PlantedBug.of(
                    "EXPIRE_SOON is repeated for ever",
                    "application/Lifecycle",
                    " && !expiringSoon && expireSoons < MAX_EXPIRE_SOONS",
                    ""),
            // Things that throw.
            PlantedBug.of(
                            "a throwing listener kills the timer",
                            "application/EventQueue",
                            "} catch (Throwable itsOwn) {",
                            "} catch (ArithmeticException itsOwn) {")
                    .and(
                            "application/EventQueue",
                            "} catch (Throwable refused) {",
                            "} catch (ArithmeticException refused) {")
                    .and(
                            "application/CountdownKeeper",
                            "} catch (Throwable unforeseen) {",
                            "} catch (ArithmeticException unforeseen) {"),
            PlantedBug.of(
                    "a throwing gateway kills the attempt",
                    "application/RequestSender",
                    "} catch (Throwable failure) {",
                    "} catch (ArithmeticException failure) {"),
            PlantedBug.of(
                    "a second reply to one attempt is believed",
                    "application/RequestSender",
                    "if (first.getAndSet(false)) {",
                    "if (first.getAndSet(false) || value instanceof Outcome) {"),
            PlantedBug.of(
                    "a throwing probe counts as life",
                    "application/LivenessReading",
                    "Verdict.dead(\"liveness threw \" + broken.getClass().getName())",
                    "Verdict.alive()"),
            PlantedBug.of(
                    "listeners run on the keeper's thread",
                    "application/EventQueue",
                    "executor.execute(this::drain);",
                    "drain();"),
            PlantedBug.of(
                    "two timers are pending",
                    "application/CountdownKeeper",
                    "FallbackTimers.cancel(timer);\n        timer = effects",
                    "timer = effects"),
            PlantedBug.of(
                    "a late reply cuts a backoff short",
                    "application/Heartbeat",
                    "plan(now, Math.max(delay, schedule.untilBackedOff(now)));",
                    "plan(now, delay);"),
            PlantedBug.of(
                            "what is in flight is folded",
                            "application/UnresolvedRequests",
                            "return id == FOLDED || id != sentLast;",
                            "return true;")
                    .and("application/UnresolvedRequests", "MAX_ENTRIES = 8", "MAX_ENTRIES = 1"),
            // What waits between its attempt and its send.
            PlantedBug.of(
                    "what waits is sent after a close",
                    "application/CountdownKeeper",
                    "return attempt.permit().use();",
                    "return attempt.permit().use() || true;"),
            PlantedBug.of(
                    "a close takes back nothing that waits",
                    "application/Heartbeat",
                    "recall(now);\n            if (idle) {",
                    "if (idle) {"),
            PlantedBug.of(
                    "what waits is sent for a strategy that died meanwhile",
                    "application/CountdownKeeper",
                    "run(now -> heartbeat.askedAgain(now, latest));",
                    ""),
            // Over a restart.
            PlantedBug.of(
                    "a shorter request is sent before it is recorded",
                    "application/RecordKeeping",
                    "return shorter;",
                    "return false;"),
            PlantedBug.of(
                    "a close does not wait for the record to be read",
                    "application/Heartbeat",
                    "(records.isLoading() || records.isPending())",
                    "records.isPending()"),
            PlantedBug.of(
                    "a record that was not written counts as written",
                    "application/Heartbeat",
                    "(written ? records.saved(record) : records.failed(record))",
                    "records.saved(record)"),
            PlantedBug.of(
                    "a recorded request is not loose",
                    "application/RequestHistory",
                    "if (stillLoose) {",
                    "if (false) {"),
            PlantedBug.of(
                    "over a restart a shorter request is ignored",
                    "domain/Continuity",
                    "next.timeout().isDisarm() || shorter || !agrees",
                    "next.timeout().isDisarm() || !agrees"),
            PlantedBug.of(
                    "over a restart the exchange's clock is not asked",
                    "domain/Continuity",
                    "return inTime && byWall",
                    "return byWall"),
            PlantedBug.of(
                    "over a restart the wall clock is not asked",
                    "domain/Continuity",
                    "return inTime && byWall < recorded.claimNanos() ?",
                    "return inTime ?"),
            PlantedBug.of(
                    "over a restart a firing is called proven",
                    "domain/Continuity",
                    "byWall < recorded.claimNanos() ? UNBROKEN : UNKNOWN;",
                    "byWall < recorded.claimNanos() ? UNBROKEN : applied.isAfter(recorded.triggerTime()"
                            + ".plus(RESOLUTION).plus(TriggerWindow.GRANULARITY)) ? BROKEN : UNKNOWN;"),
            PlantedBug.of(
                    "a record of another account is used",
                    "application/RecordKeeping",
                    "if (!record.key().equals(key)) {",
                    "if (false) {"),
            PlantedBug.of(
                    "an open lapse ends with its process",
                    "application/Latches",
                    "lapse.ifPresent(lapses::inherit);",
                    ""),
            // Closing.
            PlantedBug.of(
                    "a late reply re-arms after a close",
                    "application/Lifecycle",
                    "expiring &=",
                    "phase = timeout.isDisarm() ? phase : Phase.RUNNING; expiring &="),
            PlantedBug.of(
                    "a disarm is called certain while an arm may apply",
                    "application/RequestHistory",
                    "return !isArmed() && loose.shortestArm().isEmpty();",
                    "return !isArmed();"),
            PlantedBug.of(
                    "to expire is to expire soon",
                    "application/Lifecycle",
                    "expireSoon(closeMode == CloseMode.EXPIRE_SOON, history, now)",
                    "expireSoon(closeMode != CloseMode.DISARM, history, now)"),
            PlantedBug.of(
                    "a close does not end",
                    "application/Heartbeat",
                    "if (lifecycle.isClosing() && inFlight == null && untilCloseGivesUp(now) <= 0) {",
                    "if (lifecycle.isIdle() && untilCloseGivesUp(now) <= 0) {"));

    private BugGarden() {}
}
