package dev.countdown.testing.simulation;

import java.util.BitSet;

/** Leaves faults out of a failing run for as long as the same invariant still breaks. */
final class Shrinker {

    private final long seed;
    private final Invariant invariant;
    private final BitSet leftOut = new BitSet();
    private long kinds = Simulation.ALL_KINDS;

    private Shrinker(long seed, Invariant invariant) {
        this.seed = seed;
        this.invariant = invariant;
    }

    /** The shortest failing history that was found, and how to get it again. */
    static String report(long seed) {
        World world = Simulation.world(seed, null);
        Violation violation = world.run();
        if (violation == null) {
            return "seed " + seed + " breaks nothing:\n" + tail(Simulation.world(seed, new StringBuilder()), 200);
        }
        Shrinker shrinker = new Shrinker(seed, violation.invariant());
        shrinker.shrink(world.weather.drawn());
        StringBuilder history = new StringBuilder();
        shrinker.world(history).run();
        return "seed " + seed + ": " + violation + "\nreplay: mvn -pl adapters-test -am verify -Dtest=SimulationTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed + "\nshortest history found:\n"
                + last(history, Integer.getInteger("lines", 100));
    }

    private void shrink(long faults) {
        for (Fault fault : Fault.ALL) {
            long before = kinds;
            kinds &= ~(1L << fault.ordinal());
            kinds = stillFails() ? kinds : before;
        }
        for (int size = (int) Math.max(1, faults); size >= 1; size /= 2) {
            for (int from = 0; from < faults && size > faults / 128; from += size) {
                BitSet before = (BitSet) leftOut.clone();
                leftOut.set(from, from + size);
                if (!stillFails()) {
                    leftOut.clear();
                    leftOut.or(before);
                }
            }
        }
    }

    private boolean stillFails() {
        Violation violation = world(null).run();
        return violation != null && violation.invariant() == invariant;
    }

    private World world(StringBuilder history) {
        return new World(seed, kinds, number -> leftOut.get((int) number), history);
    }

    private static String tail(World world, int lines) {
        return world.run() + "\n" + last(world.history(), lines);
    }

    private static String last(StringBuilder history, int lines) {
        String[] all = history.toString().split("\n");
        int from = Math.max(0, all.length - lines);
        return (from > 0 ? "... " + from + " lines before\n" : "")
                + String.join("\n", java.util.Arrays.copyOfRange(all, from, all.length));
    }
}
