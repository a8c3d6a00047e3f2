package dev.countdown.testing.simulation;

import static dev.countdown.testing.simulation.Invariant.AN_OPEN_BOT_GATE_IS_NEVER_FALSE;
import static dev.countdown.testing.simulation.Invariant.CLAIM_NEVER_EXCEEDS_THE_DEADLINE;
import static dev.countdown.testing.simulation.Invariant.CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED;
import static dev.countdown.testing.simulation.Invariant.NEVER_ARMED_AFTER_THE_CLAIM_ENDED;
import static dev.countdown.testing.simulation.Invariant.NOTHING_SHORTER_AND_NO_CERTAIN_END_IN_SHARED_MODE;
import static dev.countdown.testing.simulation.Invariant.ONE_WHOLE_NODE_KEEPS_THE_SWITCH;
import static dev.countdown.testing.simulation.Invariant.THE_SWITCH_FIRES_AFTER_A_DEATH;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.guard.Pet;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Knows the truth about nodes, bots and the switch, and checks invariants 21 to 24. */
final class GuardJudge {

    private static final long NONE = Long.MAX_VALUE;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final long SLACK = 20 * Weather.MILLI;

    private final GuardWorld world;
    private final GuardBot[] newest;

    /** Since when a node met no trouble. */
    private final long[] wholeSince;

    /** By bot and node: until when the bot is known there to be alive. */
    private final long[][] petsUntil;

    /** Since when a bot lives and runs, or never. */
    private final long[] aliveSince;

    /** Since when no process of a bot lives, or {@link #NONE}. */
    private final long[] deadSince;

    final GuardGaps gaps;

    /** Node processes that sent anything. */
    private final Set<GuardNode> senders = new HashSet<>();

    private long exposedSince = NONE;
    private long firedBy = LONG_AGO;
    private boolean mixed;
    Violation violation;

    GuardJudge(GuardWorld world) {
        this.world = world;
        int bots = world.botNames().size();
        newest = new GuardBot[bots];
        gaps = new GuardGaps(bots);
        wholeSince = new long[world.nodes.length];
        petsUntil = new long[bots][world.nodes.length];
        aliveSince = new long[bots];
        deadSince = new long[bots];
        Arrays.fill(deadSince, NONE);
        for (long[] each : petsUntil) {
            Arrays.fill(each, LONG_AGO);
        }
    }

    GuardBot newest(int bot) {
        return newest[bot];
    }

    void broken(Invariant invariant, String what) {
        if (violation == null) {
            violation = new Violation(invariant, world.now, what);
            world.tally.falseGates += invariant == AN_OPEN_BOT_GATE_IS_NEVER_FALSE ? 1 : 0;
            world.note(() -> violation.toString());
        }
    }

    private void require(boolean holds, Invariant invariant, Supplier<String> what) {
        world.tally.checks++;
        if (!holds) {
            broken(invariant, what.get());
        }
    }

    // What happens.

    void trouble(int node) {
        troubleUntil(node, world.now);
    }

    void troubleUntil(int node, long until) {
        wholeSince[node] = Math.max(wholeSince[node], until);
    }

    void starts(GuardBot process) {
        newest[process.bot] = process;
        aliveSince[process.bot] = world.now;
        deadSince[process.bot] = NONE;
        exposedSince = NONE;
        gaps.starts(process.bot);
    }

    /** A bot stands still, or its clocks were stepped: for a while it is as silent as a dead one. */
    void frozen(GuardBot process) {
        aliveSince[process.bot] = Math.max(aliveSince[process.bot], Math.max(world.now, process.host.frozenUntil()));
    }

    void killed(GuardBot process) {
        boolean another =
                world.bots.stream().anyMatch(other -> other.bot == process.bot && other != process && other.isLive());
        aliveSince[process.bot] = NONE;
        if (!another && deadSince[process.bot] == NONE) {
            boolean first = nobodyIsDead();
            deadSince[process.bot] = world.now;
            exposedSince = first && world.exchange.isArmed() && !mixed ? world.now : exposedSince;
            world.tally.deaths++;
        }
    }

    void lapsed() {
        world.tally.lapses++;
    }

    /** How long a node may count this pet, by what it echoes. */
    void petArrived(GuardBot process, Pet pet, int node, long echoed) {
        if (process == newest[process.bot]) {
            if (world.now > petsUntil[process.bot][node]) {
                trouble(node);
            }
            boolean counts = pet.echo().isPresent() && echoed > LONG_AGO;
            petsUntil[process.bot][node] =
                    Math.max(petsUntil[process.bot][node], counts ? echoed + GuardWeather.MAX_AGE - SLACK : LONG_AGO);
        }
    }

    void sent(GuardNode node, Countdown countdown, long applicable) {
        long timeout = countdown.timeout().toDuration().toNanos();
        require(
                countdown.timeout().equals(node.scope.timeout()),
                NOTHING_SHORTER_AND_NO_CERTAIN_END_IN_SHARED_MODE,
                () -> node + " sends " + countdown);
        mixed |= !countdown.timeout().equals(world.weather.timeout);
        senders.add(node);
        for (int bot = 0; bot < deadSince.length; bot++) {
            int which = bot;
            require(
                    world.now <= (deadSince[bot] == NONE ? NONE : deadSince[bot] + GuardWeather.MAX_AGE + SLACK),
                    THE_SWITCH_FIRES_AFTER_A_DEATH,
                    () -> node + " sends, but bot " + which + " died at " + deadSince[which] / 1e9);
        }
        firedBy = Math.max(firedBy, world.now + applicable + timeout + Weather.SECOND + SLACK);
        world.tally.sends++;
    }

    void told(GuardNode node, KeeperEvent event) {
        check(node, event.report().protection());
    }

    void fired() {
        world.tally.fires++;
        world.bots.stream().filter(this::isBeyondItsKnowledge).forEach(bot -> bot.firedUnseenAt = world.now);
        if (!nobodyIsDead()) {
            if (exposedSince != NONE) {
                world.tally.exposed(world.now - exposedSince);
                exposedSince = NONE;
            }
            return;
        }
        long settle = settle();
        if (!mixed && Arrays.stream(aliveSince).allMatch(since -> since != NONE && since + settle < world.now)) {
            world.tally.falseFires++;
            for (int node = 0; node < wholeSince.length; node++) {
                int which = node;
                boolean whole = wholeSince[node] + settle < world.now;
                for (long[] until : petsUntil) {
                    whole &= until[node] >= world.now;
                }
                world.tally.falseFiresWithAWholeNode += whole ? 1 : 0;
                require(
                        !whole,
                        ONE_WHOLE_NODE_KEEPS_THE_SWITCH,
                        () -> "fired, but node " + which + " is whole since " + wholeSince[which] / 1e9);
            }
        }
    }

    private boolean nobodyIsDead() {
        for (long since : deadSince) {
            if (since != NONE) {
                return false;
            }
        }
        return true;
    }

    /** From when a node is whole until it has armed the switch: hello and echo, an attempt that was under way, and a backoff. */
    private long settle() {
        var policy = GuardWeather.policy(world.weather.timeout);
        return 3 * Weather.SECOND
                + 3 * policy.attemptDeadline().toNanos()
                + policy.backoff().toNanos()
                + policy.interval().toNanos();
    }

    // What must hold.

    /** After every event. A host that is frozen reads nothing. */
    void check() {
        for (int i = world.bots.size() - 1; i >= 0; i--) {
            GuardBot bot = world.bots.get(i);
            if (!bot.isLive()) {
                world.bots.remove(i);
            } else if (bot.host.isRunning()) {
                ClockReading now = bot.host.read();
                boolean open = bot.gate.mayQuote(now, Duration.ZERO);
                if (open) {
                    checkGate(bot, now);
                } else {
                    gaps.shut(bot.bot, world.now);
                }
            }
        }
        for (long since : deadSince) {
            world.tally.checks++;
            if (since != NONE
                    && world.exchange.isArmed()
                    && world.now > Math.max(firedBy, since + GuardWeather.MAX_AGE)) {
                broken(
                        THE_SWITCH_FIRES_AFTER_A_DEATH,
                        "a bot is dead since " + since / 1e9 + ", and the switch has not fired");
            }
        }
    }

    private void checkGate(GuardBot bot, ClockReading now) {
        if (isBeyondItsKnowledge(bot)) {
            return;
        }
        long left = bot.gate.guardedFor(now).toNanos();
        long end = world.now + bot.host.trueSpan(left);
        gaps.open(bot.bot, world.now, end);
        GuardExchange exchange = world.exchange;
        require(
                exchange.isArmed() && end <= exchange.deadline,
                AN_OPEN_BOT_GATE_IS_NEVER_FALSE,
                () -> bot + " is guarded for " + left / 1e9 + " s, but the true deadline is "
                        + (exchange.isArmed() ? "in " + (exchange.deadline - world.now) / 1e9 + " s" : "gone"));
        require(
                exchange.lastFire < bot.readAt || exchange.lastFire == bot.firedUnseenAt,
                AN_OPEN_BOT_GATE_IS_NEVER_FALSE,
                () -> bot + " may quote, but the switch fired at " + exchange.lastFire / 1e9
                        + ", and the orders were read at " + bot.readAt / 1e9);
    }

    /**
     * A node with another timeout whose requests may still be applied, and which neither this process has heard nor one that still told of
     * it: outside every promise.
     */
    private boolean isBeyondItsKnowledge(GuardBot bot) {
        if (mixed) {
            for (GuardNode node : senders) {
                if (world.now - node.lastSend < 500 * Weather.SECOND && !bot.knows(node)) {
                    return true;
                }
            }
        }
        return false;
    }

    void check(GuardNode node, Protection protection) {
        require(
                protection.state() != KeeperState.FIRED
                        && protection.certainlyFiredAfter().isEmpty()
                        && protection
                                .continuity()
                                .filter(Continuity.BROKEN::equals)
                                .isEmpty(),
                NOTHING_SHORTER_AND_NO_CERTAIN_END_IN_SHARED_MODE,
                () -> node + " says " + protection);
        require(
                protection.state() != KeeperState.ARMED
                        || !protection.protectedFor().isZero(),
                NEVER_ARMED_AFTER_THE_CLAIM_ENDED,
                () -> node + " says " + protection);
        if (mixed || protection.protectedFor().isZero()) {
            return;
        }
        GuardExchange exchange = world.exchange;
        long left = protection.protectedFor().toNanos();
        require(
                exchange.isArmed() && world.now + node.host.trueSpan(left) <= exchange.deadline,
                CLAIM_NEVER_EXCEEDS_THE_DEADLINE,
                () -> node + " is guarded for " + left / 1e9 + " s, but the true deadline is elsewhere");
        long since = node.host.trueSpanAtLeast(protection.unbrokenFor().toNanos());
        require(
                exchange.lastFire <= world.now - since,
                CONTINUITY_IS_TRUE_AND_NO_LAPSE_IS_MISSED,
                () -> node + " says unbroken for " + since / 1e9 + " s, but the switch fired at "
                        + exchange.lastFire / 1e9);
    }

    /** How often a gate is open while every bot lives. */
    void petted(GuardBot bot) {
        if (!mixed && nobodyIsDead()) {
            world.tally.gates++;
            world.tally.openGates += bot.mayQuote() ? 1 : 0;
        }
    }
}
