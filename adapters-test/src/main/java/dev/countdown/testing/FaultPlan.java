package dev.countdown.testing;

import java.util.List;

/**
 * Which faults meet which request: {@link RandomFaults} from a seed, {@link FaultScript} step by step, or a lambda. Must
 * be safe for use by many threads.
 */
@FunctionalInterface
public interface FaultPlan {

    /** Nothing ever goes wrong. */
    FaultPlan NONE = List::of;

    /**
     * The faults of the next request. Called once for each request, in the order in which they are sent.
     *
     * @return empty if all goes well
     */
    List<Fault> next();
}
