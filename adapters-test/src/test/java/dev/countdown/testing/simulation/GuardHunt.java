package dev.countdown.testing.simulation;

import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Looks for a seed with several nodes that notices a bug; loaded again with every bug. */
public final class GuardHunt implements LongFunction<String> {

    /** The first seed of so many that breaks an invariant, and which it breaks; empty if none does. */
    @Override
    public String apply(long seeds) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(GuardHunt::run)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String run(long seed) {
        Violation violation =
                GuardSimulation.world(seed, GuardSimulation.NODES, null).run();
        return violation == null ? "" : seed + " " + violation.invariant();
    }
}
