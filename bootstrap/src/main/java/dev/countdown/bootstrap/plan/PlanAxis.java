package dev.countdown.bootstrap.plan;

import java.util.List;
import java.util.stream.LongStream;

/**
 * One axis of a picture, on a range that fits its data.
 *
 * @param least where it begins; of a logarithmic axis the exponent of ten
 * @param most where it ends, likewise
 * @param step from one mark to the next, likewise
 * @param logarithmic whether equal factors are equally far apart
 * @param from the pixel of its beginning
 * @param to the pixel of its end
 */
record PlanAxis(double least, double most, double step, boolean logarithmic, int from, int to) {

    /** Rarer than once in two million years is of no interest. */
    private static final int LEAST_EXPONENT = -9;

    private static final int MARKS = 7;

    /** From zero to a round value that is not below this one. */
    static PlanAxis upTo(double value, int from, int to) {
        double step = round(value / MARKS);
        return new PlanAxis(0, Math.ceil(value / step) * step, step, false, from, to);
    }

    /** Logarithmic, in whole powers of ten around all values that are positive. */
    static PlanAxis around(List<Double> values, int from, int to) {
        double[] exponents = values.stream()
                .filter(value -> value > 0)
                .mapToDouble(Math::log10)
                .map(exponent -> Math.max(LEAST_EXPONENT, exponent))
                .sorted()
                .toArray();
        double least = exponents.length == 0 ? -4 : Math.floor(exponents[0]);
        double most = exponents.length == 0 ? 0 : Math.ceil(exponents[exponents.length - 1]);
        double end = Math.max(most, least + 2);
        return new PlanAxis(least, end, end - least > MARKS ? 2 : 1, true, from, to);
    }

    /** One, two or five times a power of ten, not below a value. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= value) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Where a value stands; one beyond an end of the axis stands there. */
    double at(double value) {
        double place = logarithmic ? Math.log10(value) : value;
        double inside = Math.max(least, Math.min(most, place));
        return from + (to - from) * (inside - least) / (most - least);
    }

    /** The values that are marked. */
    List<Double> marks() {
        return LongStream.rangeClosed(0, Math.round(Math.floor((most - least) / step)))
                .mapToObj(i -> least + i * step)
                .map(mark -> logarithmic ? Math.pow(10, mark) : mark)
                .toList();
    }
}
