package dev.countdown.testing.simulation;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;

/** The keepers that people write, and ours, on the same network. */
final class Peers {

    private static final Scope SCOPE = Scope.all();
    private static final Timeout TIMEOUT = Timeout.ofSeconds(30);
    private static final long YEAR = Duration.ofDays(365).toNanos();

    /**
     * What became of one peer.
     *
     * @param firesPerYear while the strategy was alive
     * @param falseShare of the time, in which it claimed a guarded scope whose switch had fired
     */
    record Result(double firesPerYear, double falseShare) {}

    private Peers() {}

    /** A loop that renews at a fixed interval and takes the last 200 for granted. */
    static Result naive(long seed, PeerWorld.Network network, Duration interval, double years) {
        PeerWorld world = new PeerWorld(seed, network);
        long[] lastOk = {-1};
        long[] falseNanos = {0};
        Runnable[] loop = new Runnable[1];
        loop[0] = () -> {
            world.at(interval.toNanos(), loop[0]);
            world.submit(Countdown.arm(SCOPE, TIMEOUT), interval).thenAccept(reply -> {
                if (reply instanceof Outcome.Applied) {
                    falseNanos[0] += lastOk[0] >= 0 && world.lastFire > lastOk[0] ? world.now - world.lastFire : 0;
                    lastOk[0] = world.now;
                }
            });
        };
        world.at(0, loop[0]);
        world.run((long) (years * YEAR), () -> {});
        return new Result(world.fires / years, falseNanos[0] / (years * YEAR));
    }

    /** The real keeper at its defaults. */
    static Result ours(long seed, PeerWorld.Network network, double years) {
        PeerWorld world = new PeerWorld(seed, network);
        CountdownKeeper keeper = keeper(world, Liveness.UNWATCHED);
        long[] falseSince = {-1};
        long[] falseNanos = {0};
        world.run((long) (years * YEAR), () -> {
            if (falseSince[0] >= 0) {
                falseNanos[0] += world.now - falseSince[0];
            }
            falseSince[0] = !world.isArmed() && keeper.mayQuote() ? world.now : -1;
        });
        keeper.close();
        return new Result(world.fires / years, falseNanos[0] / (years * YEAR));
    }

    /** Seconds from a hang of the strategy until the exchange cancels its orders, mean and longest of many. */
    static double[] oursAfterHang(long seed, int hangs) {
        PeerWorld world = new PeerWorld(seed, new PeerWorld.Network("", 0, 0, Duration.ZERO));
        boolean[] hanging = {false};
        CountdownKeeper keeper = keeper(world, () -> hanging[0] ? Verdict.dead("hangs") : Verdict.alive());
        double sum = 0;
        double longest = 0;
        for (int i = 0; i < hangs; i++) {
            hanging[0] = false;
            world.run(world.now + 60_000_000_000L + world.random(30_000_000_000L), () -> {});
            hanging[0] = true;
            long hung = world.now;
            world.run(hung + 60_000_000_000L, () -> {});
            double exposed = (world.lastFire - hung) / 1e9;
            sum += exposed;
            longest = Math.max(longest, exposed);
        }
        keeper.close();
        return new double[] {sum / hangs, longest};
    }

    private static CountdownKeeper keeper(PeerWorld world, Liveness liveness) {
        return CountdownKeeper.builder(world, SCOPE, RenewalPolicy.forTimeout(TIMEOUT))
                .scheduler(world)
                .liveness(liveness)
                .executor(Runnable::run)
                .listener((self, event) -> {
                    if (event instanceof KeeperEvent.Lapsed lapsed) {
                        world.at(0, () -> self.reconciled(lapsed.lapse()));
                    }
                })
                .build()
                .start();
    }
}
