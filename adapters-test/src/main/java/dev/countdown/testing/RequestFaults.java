package dev.countdown.testing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The faults of one request, as {@link FaultyLine} asks for them. Immutable.
 *
 * @param faults in the order of their plan
 */
public record RequestFaults(List<Fault> faults) {

    /**
     * The first fault of a kind.
     *
     * @param <F> the kind
     * @param type the kind
     * @return empty if there is none
     */
    public <F extends Fault> Optional<F> find(Class<F> type) {
        return faults.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * Whether there is a fault of a kind.
     *
     * @param type the kind
     * @return true if so
     */
    public boolean has(Class<? extends Fault> type) {
        return find(type).isPresent();
    }

    Duration before() {
        return sum(Fault.Delay::before);
    }

    Duration after() {
        return sum(Fault.Delay::after);
    }

    List<Fault> ofReply() {
        return faults.stream()
                .filter(fault -> fault instanceof Fault.Lag
                        || fault instanceof Fault.Html
                        || fault instanceof Fault.Truncate
                        || fault instanceof Fault.Reset
                        || fault instanceof Fault.Stall)
                .toList();
    }

    private Duration sum(Function<Fault.Delay, Duration> part) {
        return faults.stream()
                .filter(Fault.Delay.class::isInstance)
                .map(Fault.Delay.class::cast)
                .map(part)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
