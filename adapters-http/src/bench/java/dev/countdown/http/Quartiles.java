package dev.countdown.http;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of some figures and how far it reaches. */
record Quartiles(double lower, double median, double upper) {

    static <T> Quartiles of(Collection<T> all, ToDoubleFunction<T> what) {
        double[] sorted = all.stream().mapToDouble(what).sorted().toArray();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double index = share * (sorted.length - 1);
        int below = (int) index;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (index - below) * (sorted[above] - sorted[below]);
    }

    @Override
    public String toString() {
        return String.format("%.3f [%.3f, %.3f]", median, lower, upper);
    }
}
