package dev.countdown.testing.simulation;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;

/** Runs worlds, one for each seed, until so many hours were simulated or an invariant broke. */
final class Simulation {

    static final long ALL_KINDS = -1;
    private static final LongPredicate NOTHING = number -> false;

    /** A seed whose run broke an invariant. */
    record Failure(long seed, Violation violation) {}

    record Outcome(Tally tally, double seconds, Failure failure) {}

    private Simulation() {}

    static World world(long seed, StringBuilder history) {
        return new World(seed, ALL_KINDS, NOTHING, history);
    }

    static Outcome run(long firstSeed, double hours, long maxSeeds, int threads) throws InterruptedException {
        AtomicLong next = new AtomicLong(firstSeed);
        AtomicReference<Failure> failure = new AtomicReference<>();
        Tally total = new Tally();
        long start = System.nanoTime();
        Runnable work = () -> {
            Tally mine = new Tally();
            double goal = hours / threads;
            while (failure.get() == null && mine.hours() < goal) {
                long seed = next.getAndIncrement();
                if (seed - firstSeed >= maxSeeds) {
                    break;
                }
                World world = world(seed, null);
                Violation violation = world.run();
                mine.add(world.tally);
                if (violation != null) {
                    failure.accumulateAndGet(new Failure(seed, violation), Simulation::first);
                }
            }
            synchronized (total) {
                total.add(mine);
            }
        };
        Thread[] crew = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            crew[i] = new Thread(work, "simulation-" + i);
            crew[i].start();
        }
        for (Thread thread : crew) {
            thread.join();
        }
        return new Outcome(total, (System.nanoTime() - start) / 1e9, failure.get());
    }

    private static Failure first(Failure one, Failure other) {
        return one == null || other.seed() < one.seed() ? other : one;
    }
}
