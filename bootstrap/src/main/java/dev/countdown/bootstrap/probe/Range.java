package dev.countdown.bootstrap.probe;

import java.util.Optional;

/** A number of milliseconds that is known to lie between two others, both included. */
record Range(long least, long most) {

    static Range at(long value) {
        return new Range(value, value);
    }

    Range minus(Range other) {
        return new Range(least - other.most, most - other.least);
    }

    Range plus(long millis) {
        return new Range(least + millis, most + millis);
    }

    /** What both allow; empty if they contradict each other. */
    Optional<Range> and(Range other) {
        long from = Math.max(least, other.least);
        long to = Math.min(most, other.most);
        return from <= to ? Optional.of(new Range(from, to)) : Optional.empty();
    }
}
