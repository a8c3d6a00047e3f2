package dev.countdown.testing.simulation;

import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Looks for a seed that notices a bug; loaded again with every bug, and called through a type that both loaders share. */
public final class Hunt implements LongFunction<String> {

    private static final long SEEDS = 1_000;

    /** The known seed, or else the first of a thousand, that breaks an invariant, and which it breaks; empty if none does. */
    @Override
    public String apply(long known) {
        return LongStream.concat(LongStream.of(known), LongStream.rangeClosed(1, SEEDS))
                .mapToObj(Hunt::run)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String run(long seed) {
        Violation violation = Simulation.world(seed, null).run();
        return violation == null ? "" : seed + " " + violation.invariant();
    }
}
