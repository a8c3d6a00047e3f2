package dev.countdown.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Faults step by step: {@code FaultScript.of().on(3, new Fault.LoseAfter())} applies the third request and loses its reply.
 * Requests are counted from 1. The steps are immutable; each copy counts from 1 again. Safe for use by many threads.
 */
public final class FaultScript implements FaultPlan {

    private final List<Step> steps;
    private final AtomicLong requests = new AtomicLong();

    private FaultScript(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * A script without a fault.
     *
     * @return to be added to
     */
    public static FaultScript of() {
        return new FaultScript(List.of());
    }

    /**
     * Reads a script from text, as in {@code 3: lose-after; 5-7: refuse 503 TOO_BUSY; 9+: delay 200ms, duplicate 1s}. Steps
     * are parted by semicolons or line ends; each names a request, several from {@code FIRST-LAST}, or all from {@code
     * FIRST+}, and after a colon its faults, parted by commas: {@code delay BEFORE [AFTER]}, {@code lose-before}, {@code
     * lose-after}, {@code refuse STATUS LABEL}, {@code throttle RESET}, {@code duplicate LATER}, {@code reorder AT-MOST},
     * {@code silence SPAN}, {@code restart keep|forget}, {@code replay}, {@code lag}, {@code html}, {@code truncate}, {@code
     * reset BYTES}, {@code stall BYTES}. Durations are such as {@code 200ms}, {@code 10s} or {@code 2m}.
     *
     * @param text the script
     * @return what it says
     * @throws IllegalArgumentException if it cannot be read; the message names the step or the fault
     */
    public static FaultScript parse(String text) {
        return FaultText.parse(text);
    }

    /**
     * Adds faults of one request.
     *
     * @param request its number, from 1
     * @param faults what it meets
     * @return a copy
     * @throws IllegalArgumentException if the number is less than 1
     */
    public FaultScript on(long request, Fault... faults) {
        return during(request, request, faults);
    }

    /**
     * Adds faults of a request and all that follow it.
     *
     * @param first number of the first, from 1
     * @param faults what each meets
     * @return a copy
     * @throws IllegalArgumentException if the number is less than 1
     */
    public FaultScript from(long first, Fault... faults) {
        return during(first, Long.MAX_VALUE, faults);
    }

    /**
     * Adds faults of some requests in a row.
     *
     * @param first number of the first, from 1
     * @param last number of the last
     * @param faults what each meets
     * @return a copy
     * @throws IllegalArgumentException if the first is less than 1, or the last less than the first
     */
    public FaultScript during(long first, long last, Fault... faults) {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("requests are counted from 1: " + first + " to " + last);
        }
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(first, last, List.of(faults)));
        return new FaultScript(more);
    }

    @Override
    public List<Fault> next() {
        long request = requests.incrementAndGet();
        return steps.stream()
                .filter(step -> step.first <= request && request <= step.last)
                .flatMap(step -> step.faults.stream())
                .toList();
    }

    private record Step(long first, long last, List<Fault> faults) {}
}
