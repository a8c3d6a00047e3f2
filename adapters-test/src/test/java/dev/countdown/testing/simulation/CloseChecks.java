package dev.countdown.testing.simulation;

import static dev.countdown.testing.simulation.Invariant.A_CERTAIN_DISARM_IS_CERTAIN;
import static dev.countdown.testing.simulation.Invariant.EVERYTHING_IS_BOUNDED;
import static dev.countdown.testing.simulation.Invariant.NO_ARM_AFTER_A_CLOSE_BEGAN;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import java.util.Arrays;

/** How a keeper ends: what it still sends, what it calls certain, and by when. */
final class CloseChecks {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long A_DAY = 86_400 * Weather.SECOND;

    /** What a keeper must assume of a request in flight: a minute of age, and a minute of clock error. */
    private static final long LONGEST_LEAD = 120 * Weather.SECOND;

    private final World world;
    private final Judge judge;
    private CloseMode mode;
    private long closeBegan = NEVER;
    private boolean closed;
    private boolean followed;
    private long settledAt;

    /** By keeper, for those that have closed. */
    private long[] settledAts = new long[16];

    private int lives;
    private long certainSince = NEVER;
    private boolean last;

    CloseChecks(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
    }

    void begins() {
        mode = null;
        closeBegan = NEVER;
        closed = false;
        followed = false;
    }

    boolean isClosing() {
        return mode != null;
    }

    boolean isClosed() {
        return closed;
    }

    boolean takesNextLife() {
        boolean takes = !followed && !last;
        followed = true;
        return takes;
    }

    void closeForGood() {
        last = true;
    }

    /** Closed for good, and everything that was sent has come to its end. */
    boolean isOver() {
        return last && closed && world.host.nanoTime() - settledAt > 0 && world.host.isRunning();
    }

    /** Nobody says by when what it sent is settled. */
    void killed(int life) {
        settle(life, world.host.nanoTime() + A_DAY);
    }

    private void settle(int life, long at) {
        if (life >= settledAts.length) {
            settledAts = Arrays.copyOf(settledAts, 2 * life);
        }
        settledAts[life] = at;
        lives = life + 1;
    }

    void closing(CloseMode wish) {
        closeBegan = mode == null ? world.now : closeBegan;
        mode = mode == null || wish == CloseMode.EXPIRE ? wish : mode;
    }

    void sent(Request request) {
        boolean allowed = mode == null
                || (!closed
                        && (mode == CloseMode.DISARM && !request.isArm()
                                || mode == CloseMode.EXPIRE_SOON && request.timeout == 5 * Weather.SECOND));
        judge.require(allowed, NO_ARM_AFTER_A_CLOSE_BEGAN, () -> "sent " + request + " after a close by " + mode);
    }

    void closed(int life, CloseResult result) {
        world.note(() -> "closed " + result);
        if (life != world.life || closed) {
            return;
        }
        closed = true;
        settledAt = world.host.nanoTime() + result.settledAfter().toNanos();
        settle(life, settledAt);
        world.at(Agenda.Lane.WORLD, world.host.trueSpan(result.settledAfter().toNanos()) + Weather.SECOND, () -> {});
        if (result.certain() && result.mode() == CloseMode.DISARM) {
            certainSince = world.now;
            judge.require(
                    !world.exchange.isArmed() || world.exchange.lastApplied.life != world.life,
                    A_CERTAIN_DISARM_IS_CERTAIN,
                    "the disarm is certain, but it is armed");
        }
    }

    void applying(Request request) {
        judge.require(
                !request.isArm() || certainSince == NEVER || request.sent >= certainSince,
                A_CERTAIN_DISARM_IS_CERTAIN,
                () -> request + " is applied after a disarm was certain");
        judge.require(
                request.life >= lives || world.host.nanoTime() - settledAts[request.life] <= Weather.MILLI,
                A_CERTAIN_DISARM_IS_CERTAIN,
                () -> request + " is applied after everything of its keeper was settled");
    }

    void check(Protection protection) {
        if (closed) {
            judge.require(
                    protection.state() == KeeperState.CLOSED,
                    NO_ARM_AFTER_A_CLOSE_BEGAN,
                    () -> "closed, but the state is " + protection.state());
            judge.require(
                    !world.exchange.isArmed()
                            || world.exchange.lastApplied.life != world.life
                            || world.host.nanoTime() - settledAt <= Weather.MILLI,
                    A_CERTAIN_DISARM_IS_CERTAIN,
                    "everything is settled, but the switch is armed");
        } else if (mode != null && world.weather.isPunctual() && world.weather.directExecutor) {
            judge.require(world.now - closeBegan <= longestClose(), EVERYTHING_IS_BOUNDED, "closing takes too long");
        }
    }

    private long longestClose() {
        Weather weather = world.weather;
        long lead = world.life == 1 && weather.saysHowLongEachMayApply() ? weather.lead : LONGEST_LEAD;
        long mayApplyFor = weather.attempt + lead + weather.timeout + Weather.SECOND;
        return mayApplyFor + mayApplyFor / 1_000 + 4 * (weather.attempt + weather.backoff) + 60 * Weather.SECOND;
    }
}
