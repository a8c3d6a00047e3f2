package dev.countdown.testing.simulation;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Runs worlds with several nodes, and beside each the same weather with one node alone. */
final class GuardSimulation {

    static final int NODES = 3;

    record Failure(long seed, int nodes, Violation violation) {}

    record Outcome(GuardTally several, GuardTally alone, Optional<Failure> failure) {

        String report() {
            return several.report("three nodes") + alone.report("one alone");
        }
    }

    private GuardSimulation() {}

    static GuardWorld world(long seed, int nodes, StringBuilder history) {
        return GuardWorld.stormy(seed, nodes, history);
    }

    /** Plays seeds, an hour each, to the first violation. The sums are the same however many threads there are. */
    static Outcome run(long from, long to, int threads) throws InterruptedException {
        AtomicLong next = new AtomicLong(from);
        AtomicReference<Failure> failure = new AtomicReference<>();
        GuardTally several = new GuardTally();
        GuardTally alone = new GuardTally();
        Thread[] crew = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            crew[i] = new Thread(
                    () -> {
                        GuardTally mine = new GuardTally();
                        GuardTally mineAlone = new GuardTally();
                        for (long seed = next.getAndIncrement();
                                seed <= to && failure.get() == null;
                                seed = next.getAndIncrement()) {
                            play(seed, NODES, mine, failure);
                            play(seed, 1, mineAlone, failure);
                        }
                        synchronized (several) {
                            several.add(mine);
                            alone.add(mineAlone);
                        }
                    },
                    "guard-simulation-" + i);
            crew[i].start();
        }
        for (Thread thread : crew) {
            thread.join();
        }
        return new Outcome(several, alone, Optional.ofNullable(failure.get()));
    }

    private static void play(long seed, int nodes, GuardTally tally, AtomicReference<Failure> failure) {
        GuardWorld world = world(seed, nodes, null);
        Violation violation = world.run();
        tally.add(world.tally);
        if (violation != null) {
            failure.compareAndSet(null, new Failure(seed, nodes, violation));
        }
    }

    /** The end of the history of a run. */
    static String report(Failure failure, int lines) {
        StringBuilder history = new StringBuilder();
        world(failure.seed(), failure.nodes(), history).run();
        String[] all = history.toString().split("\n");
        int from = Math.max(0, all.length - lines);
        return "seed " + failure.seed() + " with " + failure.nodes() + " nodes: " + failure.violation()
                + "\nreplay: mvn -pl adapters-test -am verify -Dtest=GuardSimulationTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dguard.seed=" + failure.seed() + "\n" + all[0] + "\n"
                + String.join("\n", Arrays.copyOfRange(all, from, all.length));
    }
}
