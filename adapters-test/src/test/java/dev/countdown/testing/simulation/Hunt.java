package dev.countdown.testing.simulation;

import java.util.function.LongFunction;

/** Looks for a seed that notices a bug; loaded anew with every bug, and called through a type that both loaders share. */
public final class Hunt implements LongFunction<String> {

    /** The first seed up to so many that breaks an invariant, and which it breaks; empty if none does. */
    @Override
    public String apply(long seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            Violation violation = Simulation.world(seed, null).run();
            if (violation != null) {
                return String.format("%5d  %2d %s", seed, violation.invariant().number, violation.invariant());
            }
        }
        return "";
    }
}
