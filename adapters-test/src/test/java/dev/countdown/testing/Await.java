package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in real time for a condition. */
public final class Await {

    /** Long enough for a machine that is busy with ten other things; only a test that fails waits for so long. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private Await() {}

    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("condition holds within %s", PATIENCE)
                    .isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
