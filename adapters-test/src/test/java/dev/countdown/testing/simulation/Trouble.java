package dev.countdown.testing.simulation;

import java.util.SplittableRandom;

/** What bad code throws: an exception or an error. */
final class Trouble {

    private Trouble() {}

    static RuntimeException of(String who, SplittableRandom random) {
        if (random.nextBoolean()) {
            throw new AssertionError(who);
        }
        return new IllegalStateException(who);
    }
}
