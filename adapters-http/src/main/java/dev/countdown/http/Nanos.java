package dev.countdown.http;

/** Units of time in nanoseconds. */
final class Nanos {

    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private Nanos() {}
}
