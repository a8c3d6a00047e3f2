package dev.countdown.testing.simulation;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import dev.countdown.testing.simulation.Agenda.Lane;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Knows the truth about the keeper of the moment, and has every invariant checked after every event. */
final class Judge {

    private static final long NONE = Long.MAX_VALUE;

    private final World world;
    private final ClaimChecks claims;
    private final ConductChecks conduct;
    private final EventChecks events;
    private final CloseChecks closing;

    Violation violation;
    long began;
    private boolean ran;

    /** Of the acknowledged requests of this keeper, the one sent last. */
    private Request newest;

    /** Requests with genuine replies that the keeper has not believed yet: it may ask for the exchange's time first. */
    private final Map<Acknowledgement, Request> pending = new IdentityHashMap<>();

    /** The shortest way back of a believed reply, and when it was heard: an old reply that is not older can pass. */
    private long wayBack = NONE;

    private long wayBackAt;

    private long offsetChangedAt = Long.MIN_VALUE;

    /** The one that was the newest before it. */
    private Request before;

    /** The farthest end of a claim that any genuine acknowledgement justifies, on the monotonic clock. */
    private long farthestEnd;

    /** The last true firing that the platform cannot have reconciled yet, or {@link #NONE}. */
    private long unreconciled = NONE;

    /** The acknowledged request that the record of the process before names, if the keeper has such a record. */
    private Request recorded;

    /** What was unreconciled when the keeper before ended. */
    private long carried = NONE;

    private boolean inheritsLapse;
    private long openLapse;
    private long[] lapseApplied = new long[16];
    private long[] fires = new long[16];
    private int fireCount;

    Judge(World world) {
        this.world = world;
        claims = new ClaimChecks(world, this);
        conduct = new ConductChecks(world, this);
        events = new EventChecks(world, this);
        closing = new CloseChecks(world, this);
    }

    void broken(Invariant invariant, String what) {
        if (violation == null) {
            violation = new Violation(invariant, world.now, what);
            world.note(() -> violation.toString());
        }
    }

    void require(boolean holds, Invariant invariant, String what) {
        require(holds, invariant, () -> what);
    }

    void require(boolean holds, Invariant invariant, Supplier<String> what) {
        world.tally.checks++;
        if (!holds) {
            broken(invariant, what.get());
        }
    }

    /** A keeper begins. */
    void begins() {
        began = world.now;
        newest = null;
        before = null;
        pending.clear();
        wayBack = NONE;
        carried = unreconciled;
        unreconciled = NONE;
        recorded = null;
        inheritsLapse = false;
        openLapse = 0;
        conduct.begins();
        events.begins();
        closing.begins();
    }

    /** The keeper reads this record before it sends anything. */
    void recordLoads(ContinuityRecord record) {
        recorded = record.newest()
                .map(newest -> world.exchange.named(newest.triggerTime()))
                .orElse(null);
        boolean compares = record.newest().isPresent() || record.openLapse().isPresent();
        unreconciled = compares ? carried : NONE;
        inheritsLapse = record.openLapse().isPresent();
        openLapse = inheritsLapse ? record.openLapse().getAsLong() - 1 : 0;
        record.openLapse().ifPresent(events::inheritsLapse);
        conduct.recordLoads(record);
    }

    /** It has no record: what was sent before it, in another process, is beyond what any client can know. */
    void nothingLoads() {
        world.wire.forgetRequestsBefore(world.firstLife);
    }

    Request newest() {
        settle();
        return newest;
    }

    /** Takes in what the keeper has believed meanwhile. */
    private void settle() {
        if (pending.isEmpty()) {
            return;
        }
        Acknowledgement believed =
                world.keeper.protection().lastAcknowledgement().orElse(null);
        Request request = pending.get(believed);
        if (request == null) {
            return;
        }
        pending.values().removeIf(other -> other.id <= request.id);
        request.heard = world.now;
        long end = request.sentMonotonic + request.timeout;
        farthestEnd = newest == null || end - farthestEnd > 0 ? end : farthestEnd;
        unreconciled =
                newest == null && world.exchange.lastFire > request.applied ? world.exchange.lastFire : unreconciled;
        if (newest == null && recorded != null && world.exchange.lastFire > recorded.applied) {
            unreconciled = world.exchange.lastFire;
        }
        before = newest == null ? recorded : newest;
        newest = request;
        if (Exchange.showsTime(believed)
                && request.applied >= offsetChangedAt
                && world.now - request.applied < wayBack) {
            wayBack = world.now - request.applied;
            wayBackAt = world.now;
        }
    }

    /** The exchange's clock was stepped, or ours stood still: what earlier replies have shown counts no more. */
    void offsetChanged() {
        wayBack = NONE;
        offsetChangedAt = world.now;
    }

    boolean hasOffsetChanged() {
        return wayBack == NONE;
    }

    /** Where the exchange's time is always told, the keeper asks for it before it believes a reply. */
    void suspended() {
        wayBack = world.weather.alwaysTellsTime() ? wayBack : NONE;
    }

    /** A reply that is older than this cannot pass for another: servers differ, both trigger times are cut, ways take time. */
    long youngestOldReply() {
        return newest() == null || wayBack == NONE
                ? NONE
                : 2_600 * Weather.MILLI + wayBack + (world.now - wayBackAt) / 500;
    }

    long farthestEnd() {
        return farthestEnd;
    }

    boolean isUnreconciled() {
        return unreconciled != NONE;
    }

    ConductChecks conduct() {
        return conduct;
    }

    CloseChecks closing() {
        return closing;
    }

    /** The keeper has just run. */
    void ran() {
        ran = true;
    }

    /** After every event. A host that is frozen reads nothing. */
    void check() {
        settle();
        if (world.host.isRunning() && !world.process.isKilled()) {
            Protection protection = world.keeper.protection();
            claims.check(protection);
            conduct.check(protection);
            closing.check(protection);
            events.check(protection, ran);
        }
        ran = false;
    }

    void sent(Request request) {
        settle();
        conduct.sent(request);
        events.sent();
        closing.sent(request);
    }

    void beforeApplying(Request request) {
        closing.applying(request);
    }

    void fired() {
        if (fireCount == fires.length) {
            fires = java.util.Arrays.copyOf(fires, 2 * fireCount);
        }
        fires[fireCount++] = world.now;
        unreconciled = newest == null ? NONE : world.now;
        if (!world.process.isKilled()) {
            conduct.fired();
        }
    }

    boolean firedBetween(long from, long to) {
        for (int i = fireCount - 1; i >= 0 && fires[i] > from; i--) {
            if (fires[i] <= to) {
                return true;
            }
        }
        return false;
    }

    /** Right before a reply reaches the keeper. */
    void answered(Request request, Outcome reply) {
        events.answering();
        conduct.answered(request, reply);
        if (isGenuine(request, reply)) {
            request.heard = world.now;
            world.tally.renewals++;
        }
        if (isGenuine(request, reply)
                && request.life == world.life
                && !closing.isClosed()
                && (newest() == null || request.id > newest.id)) {
            pending.put(((Outcome.Applied) reply).acknowledgement(), request);
        }
    }

    static boolean isGenuine(Request request, Outcome reply) {
        return reply instanceof Outcome.Applied applied
                && applied.acknowledgement().countdown() == request.countdown;
    }

    /** Right after it did. */
    void afterAnswer(Request request, Outcome reply) {
        ran |= request.life == world.life; // a keeper before this one may hear it instead
        if (request.life == world.life && !closing.isClosed()) {
            Protection protection = world.keeper.protection();
            if (protection.state() == KeeperState.CLOSED) {
                return; // it hears no more, though the platform has not been told so yet
            }
            long lapse = protection.openLapse().orElse(openLapse);
            if (lapse != openLapse) {
                noteLapse(lapse, request);
            }
            if (request == newest()) {
                checkContinuity(request, protection);
            } else {
                conduct.notBelieved(request);
            }
            if (world.wire.isDoubted(request)) {
                request.heard = Request.NEVER;
            } else {
                events.answered(request, reply);
            }
        }
    }

    /** Right before the exchange's time is told. */
    void judgingAgain() {
        events.answering();
    }

    /** Right after it was. */
    void afterTime(int life, Request doubted) {
        ran |= life == world.life;
        if (doubted != null && doubted.life == world.life && !closing.isClosed()) {
            Protection protection = world.keeper.protection();
            if (protection.state() == KeeperState.CLOSED) {
                return;
            }
            long lapse = protection.openLapse().orElse(openLapse);
            if (lapse != openLapse) {
                noteLapse(lapse, doubted);
            }
            if (doubted == newest()) {
                checkContinuity(doubted, protection);
            }
        }
    }

    private void noteLapse(long lapse, Request request) {
        require(
                lapse == openLapse + 1 || (inheritsLapse && lapse == openLapse + 2),
                Invariant.EVENTS_TELL_EACH_OUTCOME_ONCE_AND_REPRODUCE_THE_STATES,
                () -> "lapse " + lapse + " opened after lapse " + openLapse);
        world.tally.lapses++;
        if (recorded != null && before == recorded) {
            world.memory.count(Memory.Kind.LAPSED_OVER_RESTART);
        }
        inheritsLapse = false;
        openLapse = lapse;
        if (lapse >= lapseApplied.length) {
            lapseApplied = java.util.Arrays.copyOf(lapseApplied, (int) (2 * lapse));
        }
        lapseApplied[(int) lapse] = request.applied;
    }

    private void checkContinuity(Request next, Protection protection) {
        Request previous = before;
        if (previous == null) {
            require(
                    protection.continuity().isEmpty(),
                    Invariant.CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED,
                    () -> "a verdict on " + next + ", but it is compared with nothing");
            return;
        }
        if (previous == recorded
                && protection.continuity().filter(Continuity.UNBROKEN::equals).isPresent()) {
            world.memory.count(Memory.Kind.PROVEN_UNBROKEN);
        }
        Continuity verdict = protection.continuity().orElse(Continuity.UNKNOWN);
        boolean fired =
                firedBetween(Math.min(previous.applied, next.applied), Math.max(previous.applied, next.applied));
        long since = next.base == null ? previous.applied : Math.min(previous.applied, next.base.applied);
        require(
                verdict != Continuity.UNBROKEN || !fired,
                Invariant.CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED,
                () -> "UNBROKEN from " + previous + " to " + next + ", but the switch fired in between");
        require(
                verdict != Continuity.BROKEN || firedBetween(since, next.applied) || world.exchange.forgotAt >= since,
                Invariant.CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED,
                () -> "BROKEN from " + previous + " to " + next + ", but the switch did not fire in between");
        require(
                !fired
                        || !next.isArm()
                        || !previous.isArm()
                        || protection.openLapse().isPresent(),
                Invariant.CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED,
                () -> "the switch fired between " + previous + " and " + next + ", and no lapse is open");
    }

    /** The platform has reconciled its orders as of this lapse. */
    void reconciled(long lapse) {
        if (unreconciled != NONE && lapse <= openLapse && unreconciled <= lapseApplied[(int) lapse]) {
            unreconciled = NONE;
        }
    }

    void told(int life, KeeperEvent event) {
        events.told(life, event);
    }

    void firstArmed(int life) {
        events.firstArmed(life);
    }

    void closing(CloseMode mode) {
        closing.closing(mode);
    }

    void closed(int life, CloseResult result) {
        closing.closed(life, result);
    }

    boolean takesNextLife() {
        return closing.takesNextLife();
    }

    /** Whether nothing is left to be seen. */
    boolean isOver() {
        return closing.isOver();
    }

    void calm() {
        world.keeper.protection().openLapse().ifPresent(lapse -> {
            int life = world.life;
            world.at(Lane.HOST, 0, () -> world.reconciled(life, lapse));
        });
        conduct.calm();
    }

    boolean isRunning(KeeperState state) {
        return state != KeeperState.CLOSED && !closing.isClosing();
    }
}
