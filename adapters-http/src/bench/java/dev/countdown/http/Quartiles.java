package dev.countdown.http;

import com.google.common.math.Quantiles;
import java.util.Collection;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The middle of some figures and how far it reaches. */
record Quartiles(double lower, double median, double upper) {

    static <T> Quartiles of(Collection<T> all, ToDoubleFunction<T> what) {
        Map<Integer, Double> at = Quantiles.quartiles()
                .indexes(1, 2, 3)
                .compute(all.stream().mapToDouble(what).toArray());
        return new Quartiles(at.get(1), at.get(2), at.get(3));
    }

    @Override
    public String toString() {
        return String.format("%.3f [%.3f, %.3f]", median, lower, upper);
    }
}
