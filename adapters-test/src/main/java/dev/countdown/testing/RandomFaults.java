package dev.countdown.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Faults by chance, the same again for the same seed. Safe for use by many threads; with more than one, which request draws
 * which faults is up to their order.
 */
public final class RandomFaults implements FaultPlan {

    private static final Duration HELD = Duration.ofSeconds(1);

    private final long seed;
    private final List<Chance> chances;
    private final Duration delay;
    private final Duration jitter;
    private final SplittableRandom random;

    private RandomFaults(long seed, List<Chance> chances, Duration delay, Duration jitter) {
        this.seed = seed;
        this.chances = List.copyOf(chances);
        this.delay = delay;
        this.jitter = jitter;
        this.random = new SplittableRandom(seed);
    }

    /**
     * No fault yet.
     *
     * @param seed decides everything
     * @return to be added to
     */
    public static RandomFaults seeded(long seed) {
        return new RandomFaults(seed, List.of(), Duration.ZERO, Duration.ZERO);
    }

    /**
     * Adds a fault that a request meets with some probability, independent of the others.
     *
     * @param probability 0 to 1
     * @param fault what happens
     * @return a copy that draws from the seed again
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomFaults with(double probability, Fault fault) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be 0 to 1: " + probability);
        }
        List<Chance> more = new ArrayList<>(chances);
        more.add(new Chance(probability, fault));
        return new RandomFaults(seed, more, delay, jitter);
    }

    /**
     * Delays every request on its way to the exchange, and every reply on its way back, half and half.
     *
     * @param fixed what every round trip takes in addition; not negative
     * @param upTo what it may take on top of that: up to half on each way, evenly spread there; not negative
     * @return a copy that draws from the seed again
     * @throws IllegalArgumentException if a duration is negative
     */
    public RandomFaults withDelay(Duration fixed, Duration upTo) {
        if (fixed.isNegative() || upTo.isNegative()) {
            throw new IllegalArgumentException("delay and jitter must not be negative: " + fixed + ", " + upTo);
        }
        return new RandomFaults(seed, chances, fixed, upTo);
    }

    /**
     * Adds the loss of requests.
     *
     * @param probability 0 to 1
     * @return a copy that draws from the seed again
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomFaults loseBefore(double probability) {
        return with(probability, new Fault.LoseBefore());
    }

    /**
     * Adds the loss of replies to requests that were applied.
     *
     * @param probability 0 to 1
     * @return a copy that draws from the seed again
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomFaults loseAfter(double probability) {
        return with(probability, new Fault.LoseAfter());
    }

    /**
     * Adds requests that are held back until the next one has been applied, or a second has passed.
     *
     * @param probability 0 to 1
     * @return a copy that draws from the seed again
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomFaults reorder(double probability) {
        return with(probability, new Fault.Reorder(HELD));
    }

    @Override
    public synchronized List<Fault> next() {
        List<Fault> faults = new ArrayList<>();
        if (!delay.isZero() || !jitter.isZero()) {
            faults.add(new Fault.Delay(half(), half()));
        }
        for (Chance chance : chances) {
            if (random.nextDouble() < chance.probability) {
                faults.add(chance.fault);
            }
        }
        return List.copyOf(faults);
    }

    private Duration half() {
        return delay.plusNanos((long) (jitter.toNanos() * random.nextDouble())).dividedBy(2);
    }

    private record Chance(double probability, Fault fault) {}
}
