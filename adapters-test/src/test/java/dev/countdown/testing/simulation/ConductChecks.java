package dev.countdown.testing.simulation;

import static dev.countdown.testing.simulation.Invariant.ARMED_AGAIN_SOON_AFTER_THE_FAULTS_END;
import static dev.countdown.testing.simulation.Invariant.EVERYTHING_IS_BOUNDED;
import static dev.countdown.testing.simulation.Invariant.EVERY_ATTEMPT_ENDS_BY_ITS_DEADLINE;
import static dev.countdown.testing.simulation.Invariant.EXACTLY_ONE_TIMER_IS_PENDING;
import static dev.countdown.testing.simulation.Invariant.NOTHING_IS_RENEWED_FOR_A_DEAD_STRATEGY;
import static dev.countdown.testing.simulation.Invariant.NO_BURST;
import static dev.countdown.testing.simulation.Invariant.ONE_OF_THREE_ATTEMPTS_KEEPS_THE_SWITCH;
import static dev.countdown.testing.simulation.Invariant.THE_NEXT_ATTEMPT_ALWAYS_HAPPENS;

import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.testing.simulation.Agenda.Lane;

/** What the keeper does: when it sends, and that it goes on in any case. */
final class ConductChecks {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long SLACK = 5 * Weather.MILLI;

    private final World world;
    private final Judge judge;
    private final Weather weather;
    private final Request[] recent = new Request[64];
    private int sends;
    private Request last;
    private Request inFlight;
    private boolean lastAnswered;
    private boolean lastAcknowledged;
    private long throttledAt = Long.MIN_VALUE / 2;
    private long failedAt = NEVER;
    private long disarmsMayApplyUntil;
    private int expiresSoon;
    private long deadSince;
    private long armedBy = NEVER;
    private boolean armedSinceCalm;

    ConductChecks(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
        this.weather = world.weather;
        disarmsMayApplyUntil = world.host.nanoTime();
    }

    void begins() {
        last = null;
        inFlight = null;
        sends = 0;
        expiresSoon = 0;
        failedAt = NEVER;
        if (world.isCalm()) {
            expectArmed();
        }
    }

    /** A disarm of the process before may be applied for so long, as this one has to assume. */
    void recordLoads(ContinuityRecord record) {
        if (record.requests().stream().anyMatch(each -> each.timeout().isDisarm())) {
            disarmsMayApplyUntil = world.host.nanoTime() + 2 * weather.attempt + 121 * Weather.SECOND;
        }
        if (world.isCalm()) {
            expectArmed();
        }
    }

    Request inFlight() {
        return inFlight;
    }

    boolean isLast(Request request) {
        return request == last;
    }

    void sent(Request request) {
        if (last != null) {
            checkSpacing(request);
        }
        if (!judge.closing().isClosing()) {
            checkLiveness(request);
            checkBackoff(request);
        }
        failedAt = NEVER;
        judge.require(
                sends < recent.length || world.now - recent[sends % recent.length].sent > 8 * Weather.SECOND,
                EVERYTHING_IS_BOUNDED,
                () -> recent.length + " requests in 8 s");
        recent[sends++ % recent.length] = request;
        last = request;
        inFlight = request;
        lastAnswered = false;
        lastAcknowledged = false;
        disarmsMayApplyUntil = request.isArm()
                ? disarmsMayApplyUntil
                : request.sentMonotonic + request.deadline + 121 * Weather.SECOND;
    }

    private void checkSpacing(Request request) {
        long gap = request.sentMonotonic - last.sentMonotonic;
        judge.require(
                lastAnswered || gap >= last.deadline,
                EVERYTHING_IS_BOUNDED,
                () -> "sent " + request + " while " + last + " was in flight");
        Request before = sends < 2 ? null : recent[(sends - 2) % recent.length];
        judge.require(
                before == null
                        || request.timeout != before.timeout
                        || request.sentMonotonic - before.sentMonotonic >= shortestBackoff() - SLACK,
                NO_BURST,
                () -> "sent " + request + " hard upon " + last + " and " + before);
    }

    /** After a failure that came quickly only a verdict or a jump of the clocks is a reason not to wait. */
    private void checkBackoff(Request request) {
        boolean excused = failedAt == NEVER
                || world.strategy.answerSince >= failedAt
                || weather.has(Fault.SUSPEND)
                || weather.has(Fault.STEP_FORWARD);
        judge.require(
                excused || world.now - failedAt >= shortestBackoff() - SLACK,
                NO_BURST,
                () -> "sent " + request + " right after the failure of " + last);
    }

    private long shortestBackoff() {
        return Math.min(Math.min(weather.backoff, weather.interval), 350 * Weather.MILLI);
    }

    private void checkLiveness(Request request) {
        Strategy strategy = world.strategy;
        boolean expireSoon = request.timeout == 5 * Weather.SECOND && !strategy.answeredAlive;
        expiresSoon = strategy.answeredAlive || strategy.answerSince != deadSince ? 0 : expiresSoon;
        expiresSoon += strategy.answeredAlive ? 0 : 1;
        deadSince = strategy.answerSince;
        judge.require(
                strategy.askedAt == world.now
                        && request.isArm()
                        && (strategy.answeredAlive || expireSoon && weather.policy.onDead() == OnDead.EXPIRE_SOON),
                NOTHING_IS_RENEWED_FOR_A_DEAD_STRATEGY,
                () -> "sent " + request + ", asked at " + strategy.askedAt + ", alive " + strategy.answeredAlive);
        judge.require(expiresSoon <= 3, NOTHING_IS_RENEWED_FOR_A_DEAD_STRATEGY, "shortened more than three times");
    }

    /** The gateway fails it at once: no need to await its deadline. */
    void brokeOff(Request request) {
        lastAnswered = request == last;
    }

    void answered(Request request, Outcome reply) {
        if (request == last) {
            boolean quick = world.now - request.sent < request.deadline * 9 / 10;
            boolean failed = reply instanceof Outcome.NotApplied || reply instanceof Outcome.Unknown;
            failedAt = !lastAnswered && quick && failed ? world.now : failedAt;
            lastAnswered = true;
            lastAcknowledged = Judge.isGenuine(request, reply);
        }
        if (request.life == world.life
                && reply instanceof Outcome.NotApplied refusal
                && !refusal.retry().delay().isZero()) {
            throttledAt = world.now;
        }
    }

    /** Its reply looks like an older one, or is weighed until the exchange's time is known. */
    void notBelieved(Request request) {
        lastAcknowledged &= request != last;
    }

    void check(Protection protection) {
        KeeperState state = protection.state();
        judge.require(
                world.host.pendingTimers == (state == KeeperState.CLOSED ? 0 : 1),
                EXACTLY_ONE_TIMER_IS_PENDING,
                () -> world.host.pendingTimers + " timers are pending in " + state);
        if (inFlight != null && (lastAnswered || hasRunOut())) {
            inFlight = null;
        }
        if (judge.isRunning(state)) {
            if (weather.isPunctual()) {
                checkNextAttempt();
            }
            checkDeadStrategy();
            checkCalm(state);
        }
    }

    private boolean hasRunOut() {
        return world.host.nanoTime() - inFlight.sentMonotonic >= inFlight.deadline;
    }

    private void checkNextAttempt() {
        if (!world.strategy.answeredAlive || last == null) {
            return;
        }
        long since = world.now - Math.max(last.sent, world.strategy.answerSince);
        long throttle = throttledAt >= last.sent ? 61 * Weather.SECOND : 0;
        long longest = lastAcknowledged && last.heard - last.sent < weather.interval
                ? weather.interval
                : lastAnswered
                        ? Math.max(weather.interval, weather.backoff) + weather.attempt + throttle
                        : Math.max(last.deadline, weather.backoff); // what was taken back unsent counts for spacing
        judge.require(
                since <= longest + longest / 1_000 + SLACK,
                lastAnswered ? THE_NEXT_ATTEMPT_ALWAYS_HAPPENS : EVERY_ATTEMPT_ENDS_BY_ITS_DEADLINE,
                () -> "nothing was sent for " + since + " ns");
    }

    /** Once the verdict is in, the last request that was sent decides when the switch fires at the latest. */
    private void checkDeadStrategy() {
        if (!world.strategy.answeredAlive && world.exchange.isArmed() && last != null) {
            Request decisive = world.exchange.lastApplied;
            judge.require(
                    world.now
                            <= Math.max(last.sent + last.deadline + weather.lead, decisive.applied)
                                    + Math.max(last.timeout, decisive.timeout)
                                    + 2 * Weather.SECOND,
                    NOTHING_IS_RENEWED_FOR_A_DEAD_STRATEGY,
                    "the strategy is dead, and the switch has not fired");
        }
    }

    /** The switch fired. Was the keeper still trying as it must? */
    void fired() {
        Request applied = world.exchange.lastApplied;
        Request acknowledged = judge.newest();
        boolean guarding = acknowledged != null
                && !judge.closing().isClosing()
                && world.strategy.answeredAlive
                && applied.life == world.life
                && applied.timeout == weather.timeout
                && acknowledged.timeout == weather.timeout
                && world.strategy.answerSince <= acknowledged.sent;
        boolean excused = !guarding
                || !weather.isPunctual()
                || !fitsCutDeadline()
                || throttledAt >= acknowledged.sent
                || world.exchange.downUntil >= acknowledged.applied
                || weather.has(Fault.STEP_FORWARD)
                || weather.has(Fault.STEP_BACK);
        if (!excused) {
            int failed = 0;
            int longest = 0;
            for (int i = Math.max(0, sends - recent.length); i < sends; i++) {
                Request request = recent[i % recent.length];
                failed = request.id <= acknowledged.id || getsThrough(request) ? 0 : failed + 1;
                longest = Math.max(longest, failed);
            }
            int inARow = longest;
            judge.require(
                    inARow >= 3,
                    ONE_OF_THREE_ATTEMPTS_KEEPS_THE_SWITCH,
                    () -> "fired after " + inARow + " failed attempts since " + acknowledged);
        }
    }

    private boolean getsThrough(Request request) {
        boolean inFlight =
                world.now - request.sent <= request.deadline && (request.fate == null || request.fate == Fault.DELAYED);
        return inFlight || (request.heard != Request.NEVER && request.heard - request.sent <= request.deadline);
    }

    private boolean fitsCutDeadline() {
        long retried = weather.interval + 3 * (weather.attempt + weather.backoff) + Weather.SECOND;
        return !weather.has(Fault.DEADLINES_CUT) || retried <= weather.timeout;
    }

    void calm() {
        expectArmed();
    }

    private void expectArmed() {
        long ready = Math.max(world.now, Math.max(world.host.frozenUntil, world.host.timersBlockedUntil));
        long disarms = Math.max(0, disarmsMayApplyUntil - world.host.nanoTime());
        long throttle = ready - throttledAt < 61 * Weather.SECOND ? 61 * Weather.SECOND : 0;
        long late = weather.isPunctual() ? 0 : weather.timeout;
        armedBy = ready
                + 2 * weather.attempt
                + Math.max(weather.interval, weather.backoff)
                + weather.askEvery.toNanos()
                + 10 * weather.way
                + Weather.SECOND
                + disarms
                + (world.memory.stores ? 2 * weather.attempt : 0)
                + throttle
                + late;
        armedSinceCalm = false;
        world.at(Lane.WORLD, armedBy - world.now, () -> {});
    }

    private void checkCalm(KeeperState state) {
        armedSinceCalm |= world.isCalm() && state == KeeperState.ARMED;
        if (world.now >= armedBy && world.isCalm()) {
            armedBy = NEVER;
            judge.require(
                    armedSinceCalm,
                    ARMED_AGAIN_SOON_AFTER_THE_FAULTS_END,
                    () -> "the faults ended, but it is " + state);
            judge.closing().closeForGood();
            world.closeForGood();
        }
    }
}
