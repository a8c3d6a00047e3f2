package dev.countdown.testing.simulation;

import static dev.countdown.testing.simulation.Invariant.CLAIM_NEVER_EXCEEDS_THE_DEADLINE;
import static dev.countdown.testing.simulation.Invariant.CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED;
import static dev.countdown.testing.simulation.Invariant.FIRED_IS_CLAIMED_ONLY_AFTER_FIRING;
import static dev.countdown.testing.simulation.Invariant.NEVER_ARMED_AFTER_THE_CLAIM_ENDED;
import static dev.countdown.testing.simulation.Invariant.NO_CLOCK_FAULT_OPENS_THE_GATE;
import static dev.countdown.testing.simulation.Invariant.ONLY_A_GENUINE_ACKNOWLEDGEMENT_EXTENDS_THE_CLAIM;
import static dev.countdown.testing.simulation.Invariant.RISK_IS_READ_ON_TIME_WHILE_TIMERS_ARE_BLOCKED;
import static dev.countdown.testing.simulation.Invariant.THE_STATE_IS_COMPUTED_AT_EVERY_READ;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import java.time.Duration;

/** What the keeper claims, compared with what is so at the exchange. */
final class ClaimChecks {

    private final World world;
    private final Judge judge;
    private int reads;

    ClaimChecks(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
    }

    void check(Protection protection) {
        boolean mayQuote = world.keeper.mayQuote();
        KeeperState state = protection.state();
        long claim = protection.protectedFor().toNanos();
        if (claim > 0) {
            checkClaim(claim);
        }
        checkFired(protection);
        judge.require(
                state != KeeperState.ARMED || claim > 0, NEVER_ARMED_AFTER_THE_CLAIM_ENDED, "ARMED without a claim");
        judge.require(
                mayQuote == (state == KeeperState.ARMED),
                THE_STATE_IS_COMPUTED_AT_EVERY_READ,
                () -> "mayQuote() is " + mayQuote + " and the state " + state);
        if (mayQuote) {
            checkGate(claim);
        }
    }

    private void checkClaim(long claim) {
        Exchange exchange = world.exchange;
        Request newest = judge.newest();
        if (newest == null) {
            judge.broken(ONLY_A_GENUINE_ACKNOWLEDGEMENT_EXTENDS_THE_CLAIM, "a claim and nothing acknowledged");
            return;
        }
        judge.require(
                claim <= judge.farthestEnd() - world.host.nanoTime(),
                ONLY_A_GENUINE_ACKNOWLEDGEMENT_EXTENDS_THE_CLAIM,
                "the claim runs longer than any acknowledged request");
        judge.require(
                exchange.lastFire <= newest.applied,
                CLAIM_NEVER_EXCEEDS_THE_DEADLINE,
                () -> "a claim after " + newest + ", but the switch fired since");
        judge.require(
                exchange.isArmed()
                        ? world.now + world.host.trueSpan(claim) <= exchange.deadline
                        : exchange.forgotAt >= newest.applied,
                CLAIM_NEVER_EXCEEDS_THE_DEADLINE,
                () -> "protected for " + claim + " ns, but the true deadline is in " + (exchange.deadline - world.now));
    }

    private void checkFired(Protection protection) {
        Exchange exchange = world.exchange;
        if (protection.state() == KeeperState.FIRED) {
            Request newest = judge.newest();
            judge.require(
                    newest != null && (exchange.lastFire > newest.applied || exchange.forgotAt >= newest.applied),
                    FIRED_IS_CLAIMED_ONLY_AFTER_FIRING,
                    () -> "FIRED, but it has not fired since " + newest);
            judge.require(
                    protection.certainlyFiredAfter().filter(Duration::isZero).isPresent(),
                    FIRED_IS_CLAIMED_ONLY_AFTER_FIRING,
                    "FIRED, but not certain to have");
        } else if (protection.certainlyFiredAfter().isPresent()) {
            long left = protection.certainlyFiredAfter().get().toNanos();
            judge.require(
                    !exchange.isArmed() || world.now + world.host.trueSpan(left) >= exchange.firesAt,
                    FIRED_IS_CLAIMED_ONLY_AFTER_FIRING,
                    () -> "certain to have fired in " + left + " ns, but it fires in "
                            + (exchange.firesAt - world.now));
        }
    }

    private void checkGate(long claim) {
        Exchange exchange = world.exchange;
        boolean guarded = exchange.isArmed()
                ? world.now <= exchange.deadline
                : judge.newest() != null && exchange.forgotAt >= judge.newest().applied;
        judge.require(
                guarded,
                world.host.timersBlockedUntil > world.now
                        ? RISK_IS_READ_ON_TIME_WHILE_TIMERS_ARE_BLOCKED
                        : NO_CLOCK_FAULT_OPENS_THE_GATE,
                "mayQuote(), but nothing is guarded");
        judge.require(
                !judge.isUnreconciled(),
                CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED,
                "mayQuote(), but the switch fired and the platform has not reconciled");
        if ((++reads & 15) == 0) {
            judge.require(
                    world.keeper.mayQuote(Duration.ofNanos(claim))
                            && !world.keeper.mayQuote(Duration.ofNanos(claim + 1)),
                    THE_STATE_IS_COMPUTED_AT_EVERY_READ,
                    "mayQuote(margin) differs from the claim");
        }
    }
}
