package dev.countdown.testing.simulation;

/** An invariant that did not hold. */
record Violation(Invariant invariant, long at, String what) {

    @Override
    public String toString() {
        return "invariant " + invariant.number + " (" + invariant + ") broken at "
                + String.format("%.6f s: %s", at / 1e9, what);
    }
}
