package dev.countdown.bootstrap;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition of another process or thread that cannot tell us. */
public final class Await {

    private Await() {}

    public static void until(String meaning, BooleanSupplier condition) {
        long end = System.nanoTime() + Cli.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + meaning);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
