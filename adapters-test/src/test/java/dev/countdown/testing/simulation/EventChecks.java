package dev.countdown.testing.simulation;

import static dev.countdown.testing.simulation.Invariant.EVENTS_TELL_EACH_OUTCOME_ONCE_AND_REPRODUCE_THE_STATES;
import static dev.countdown.testing.simulation.Invariant.LISTENERS_DELAY_NOTHING_AND_HEAR_NOTHING_AFTER_THE_END;
import static dev.countdown.testing.simulation.Invariant.NEVER_ARMED_AFTER_THE_CLAIM_ENDED;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;

/** What listeners hear: each outcome once, each risk once, every state, nothing after the end. */
final class EventChecks {

    private final World world;
    private final Judge judge;
    private boolean riskTold;
    private KeeperState told = KeeperState.IDLE;
    private int closedLife;
    private int armedLife;
    private long lastLapse;
    private long skipped;
    private int acknowledged;
    private int notApplied;
    private int unknown;

    /** Whether it was told that the request sent last came to nothing. */
    private boolean endTold;

    private boolean endToldBefore;
    private boolean sent;

    EventChecks(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
    }

    void begins() {
        told = KeeperState.IDLE;
        riskTold = false;
        lastLapse = 0;
        skipped = 0;
    }

    /** The process before left a lapse open: it is told again, or another one. */
    void inheritsLapse(long lapse) {
        lastLapse = lapse - 1;
        skipped = 1;
    }

    void told(int life, KeeperEvent event) {
        world.note(() ->
                "  event " + event.name() + " " + event.report().protection().state() + " " + event.reason());
        judge.require(
                life > closedLife,
                LISTENERS_DELAY_NOTHING_AND_HEAR_NOTHING_AFTER_THE_END,
                () -> event.name() + " after closed");
        judge.require(
                world.platform.onExecutor,
                LISTENERS_DELAY_NOTHING_AND_HEAR_NOTHING_AFTER_THE_END,
                "a listener is called on the keeper's own thread");
        closedLife = event instanceof KeeperEvent.Closed ? life : closedLife;
        if (life == world.life) {
            KeeperState state = event.report().protection().state();
            judge.require(
                    !(event instanceof KeeperEvent.AtRisk) || !riskTold,
                    NEVER_ARMED_AFTER_THE_CLAIM_ENDED,
                    "at risk is told twice");
            riskTold = event instanceof KeeperEvent.AtRisk || (riskTold && state == KeeperState.AT_RISK);
            told = event instanceof KeeperEvent.Skipped ? told : state;
            count(event);
        }
    }

    private void count(KeeperEvent event) {
        if (event instanceof KeeperEvent.Skipped missed) {
            skipped += missed.count();
        } else if (event instanceof KeeperEvent.Lapsed lapsed) {
            judge.require(
                    lapsed.lapse() > lastLapse && lapsed.lapse() <= lastLapse + 1 + skipped,
                    EVENTS_TELL_EACH_OUTCOME_ONCE_AND_REPRODUCE_THE_STATES,
                    () -> "lapse " + lapsed.lapse() + " told after " + lastLapse);
            lastLapse = lapsed.lapse();
            skipped = 0;
            acknowledged = Math.max(1, acknowledged); // beside an expiring_soon or armed event, or alone
        } else if (event instanceof KeeperEvent.Armed
                || event instanceof KeeperEvent.Renewed
                || event instanceof KeeperEvent.ExpiringSoon
                || event instanceof KeeperEvent.Disarmed) {
            acknowledged++;
        } else if (event instanceof KeeperEvent.Refused || event instanceof KeeperEvent.Failed) {
            notApplied++;
            endTold = true;
        } else if (event instanceof KeeperEvent.Unknown) {
            unknown++;
            endTold = true;
        }
    }

    /** What is told in the course of the event that sends is still about the request before. */
    void sent() {
        sent = true;
    }

    void answering() {
        endToldBefore = endTold;
        acknowledged = 0;
        notApplied = 0;
        unknown = 0;
    }

    /** A reply to the request in flight is told once, as what it is; one that came too late at most once. */
    void answered(Request request, Outcome reply) {
        if (!world.weather.directExecutor || judge.closing().isClosed()) {
            return;
        }
        boolean genuine = Judge.isGenuine(request, reply);
        boolean refused = reply instanceof Outcome.NotApplied;
        int least = request == judge.conduct().inFlight() ? 1 : 0;
        int most = genuine || (judge.conduct().isLast(request) && !endToldBefore) ? 1 : 0;
        // What the request before came to is told in the same breath.
        boolean both = request.fate == Fault.GATEWAY_IS_SYNCHRONOUS;
        int older = looksOlder(request) ? both ? Math.min(1, unknown) : unknown : 0;
        int told = genuine ? Math.max(acknowledged, older) : refused ? notApplied : unknown;
        boolean right = told >= least && told <= most && (both || told == acknowledged + notApplied + unknown);
        judge.require(
                right,
                EVENTS_TELL_EACH_OUTCOME_ONCE_AND_REPRODUCE_THE_STATES,
                () -> request + " was answered by " + reply + " and told as " + acknowledged + " acknowledged, "
                        + notApplied + " not applied, " + unknown + " unknown");
    }

    /**
     * One that was applied before an older one that the keeper has believed looks like an older reply, and extends nothing;
     * so does the first one after a small step back of the exchange's clock.
     */
    private boolean looksOlder(Request request) {
        Request newest = judge.newest();
        return request.namesOldTrigger
                || (newest != null
                        && newest != request
                        && (request.applied <= newest.applied || judge.hasOffsetChanged()));
    }

    void firstArmed(int life) {
        judge.require(
                life > armedLife, EVENTS_TELL_EACH_OUTCOME_ONCE_AND_REPRODUCE_THE_STATES, "firstArmed completed twice");
        armedLife = life;
    }

    void check(Protection protection, boolean ran) {
        endTold &= !sent;
        sent = false;
        if (ran && world.weather.directExecutor && !judge.closing().isClosed()) {
            judge.require(
                    told == protection.state(),
                    EVENTS_TELL_EACH_OUTCOME_ONCE_AND_REPRODUCE_THE_STATES,
                    () -> "the events say " + told + " and the keeper " + protection.state());
        }
    }
}
