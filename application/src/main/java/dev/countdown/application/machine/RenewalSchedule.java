package dev.countdown.application.machine;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.SplittableRandom;

/** When the next thing is due. All moments are on the monotonic clock: a step of the wall clock moves none of them. */
final class RenewalSchedule {

    private static final long NEVER = Long.MAX_VALUE;

    private final RenewalPolicy policy;
    private final RequestHistory history;
    private final double firstPart;
    private final long seed;
    private boolean sends;
    private long sendAt;
    private long failedAt;
    private long backOff;
    private long lateBy;
    private long askAt;
    private boolean renewAtOnce;
    private boolean outOfStep = true;
    private ClockReading lastSend;
    private long closeBegan;

    RenewalSchedule(RenewalPolicy policy, RequestHistory history, double firstPart, long seed, ClockReading now) {
        this.policy = policy;
        this.history = history;
        this.firstPart = firstPart;
        this.seed = seed;
        askAt = now.monotonicNanos();
        lastSend = now;
        failedAt = now.monotonicNanos();
        closeBegan = now.monotonicNanos();
    }

    void send(ClockReading now, long delay) {
        sends = true;
        sendAt = now.monotonicNanos() + delay;
        backOff = Math.max(0, Math.min(backOff, sendAt - failedAt)); // there is a reason to send sooner
    }

    void sendNothing() {
        sends = false;
    }

    /** A failure asks for a wait before the next send. */
    void backOff(ClockReading now, long delay) {
        failedAt = now.monotonicNanos();
        backOff = delay;
    }

    void sent(ClockReading now) {
        backOff = 0;
        lateBy = Math.max(0, -untilSend(now));
        sends = false;
        lastSend = now;
        renewAtOnce = false;
    }

    void renewAtOnce(boolean wish) {
        renewAtOnce = wish;
        outOfStep |= wish;
    }

    /** The next renewal comes after the first part of the interval, so that those of a fleet are not all sent at once. */
    void outOfStep() {
        outOfStep = true;
    }

    void ask(ClockReading now, Duration delay) {
        askAt = now.monotonicNanos() + delay.toNanos();
    }

    void closeBegins(ClockReading now) {
        closeBegan = now.monotonicNanos();
    }

    boolean sends() {
        return sends;
    }

    boolean isSendDue(ClockReading now) {
        return untilSend(now) <= 0;
    }

    long untilSend(ClockReading now) {
        return sends ? sendAt - now.monotonicNanos() : NEVER;
    }

    long untilAsk(ClockReading now) {
        return askAt - now.monotonicNanos();
    }

    /** However often something says "at once", sends stay a backoff apart, or an interval where that is shorter. */
    long untilSpaced(ClockReading now) {
        long apart = Math.min(policy.backoff().toNanos(), policy.interval().toNanos());
        return Math.max(0, apart - now.monotonicSince(lastSend));
    }

    /** After an acknowledgement: from the send, at the pace of the shortest timeout that may be in force. */
    long untilRenewal(ClockReading now, Attempt acknowledged) {
        if (renewAtOnce) {
            return untilSpaced(now);
        }
        long interval = (long) (pace().interval().toNanos() * (outOfStep ? firstPart : 1));
        outOfStep = false;
        long regular = interval - now.monotonicSince(acknowledged.sent()) - backIntoStep(interval);
        long untilSafe = history.disarmsMayApplyFor(now).orElse(NEVER);
        return Math.max(0, Math.min(regular, untilSafe));
    }

    /**
     * One delay can make several keepers of a fleet late together. Each returns to its own moment by a shorter interval.
     */
    private long backIntoStep(long interval) {
        return firstPart < 1 ? Math.min(lateBy, interval / 2) : 0;
    }

    /**
     * What is left of the wait after the last failure. A late reply to an older attempt shortens it only if the claim
     * that it brings would end before another attempt, and never below one backoff.
     */
    long untilBackedOff(ClockReading now) {
        long since = now.monotonicNanos() - failedAt;
        long claim = claim(now);
        long least = Math.min(backOff, policy.backoff().toNanos());
        long room = since + claim - pace().attemptDeadline().toNanos();
        return Math.max(0, (claim > 0 ? Math.min(backOff, Math.max(least, room)) : backOff) - since);
    }

    /** After a failure: at once if the deadline is used up, by the gateway's own clock too, else after a backoff. */
    long untilRetry(ClockReading now, Attempt failed, int failures, Retry advice) {
        boolean silent = advice.delay().isZero()
                && failed.leftAt(now) <= failed.deadline().span().toNanos() / 20;
        double jitter = new SplittableRandom(seed + failed.id()).nextDouble();
        return silent ? 0 : RetryBackoff.delay(pace(), failures, advice, claim(now), jitter);
    }

    private long claim(ClockReading now) {
        return history.window().map(window -> window.protectedNanos(now)).orElse(0L);
    }

    /** After a disarm that is not certain: once no arm can be applied after the next one. After anything else: at once. */
    long untilRepeat(ClockReading now) {
        return history.isDisarmed() ? Math.max(0, history.armsMayApplyFor(now).orElse(0L)) : 0;
    }

    /** A close ends when nothing that was sent can be pending any more, but not before three tries. */
    long untilCloseEnds(ClockReading now) {
        long tries = 3 * policy.attemptDeadline().plus(policy.backoff()).toNanos();
        return Math.max(history.untilArmsSettled(now), tries - (now.monotonicNanos() - closeBegan));
    }

    /** The policy of the shortest timeout that may be in force. */
    RenewalPolicy pace() {
        return history.shortestLooseArm().map(policy::at).orElse(policy);
    }
}
