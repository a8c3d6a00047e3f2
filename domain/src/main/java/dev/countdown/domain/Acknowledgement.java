package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reply with status 200 said: the exchange applied this countdown. Both times are on the exchange's clock, never on ours.
 * Immutable.
 *
 * @param countdown what was applied
 * @param triggerTime when the countdown ends, to the millisecond; empty if the reply gave none, and for a disarm
 * @param appliedAt when the exchange received the request ({@code X-In-Time}, microseconds), which is taken for the moment of
 *     application; empty if the reply gave none
 */
public record Acknowledgement(Countdown countdown, Optional<Instant> triggerTime, Optional<Instant> appliedAt) {

    /**
     * Refuses null.
     *
     * @param countdown what was applied
     * @param triggerTime when the countdown ends, to the millisecond; empty if the reply gave none, and for a disarm
     * @param appliedAt when the exchange received the request; empty if the reply gave none
     */
    public Acknowledgement {
        Objects.requireNonNull(countdown, "countdown");
        Objects.requireNonNull(triggerTime, "triggerTime");
        Objects.requireNonNull(appliedAt, "appliedAt");
    }

    /**
     * An acknowledgement with nothing but the countdown it is for.
     *
     * @param countdown what was applied
     * @return the acknowledgement
     */
    public static Acknowledgement of(Countdown countdown) {
        return new Acknowledgement(countdown, Optional.empty(), Optional.empty());
    }

    /**
     * An acknowledgement with a trigger time.
     *
     * @param countdown what was applied
     * @param triggerTime when the countdown ends, on the exchange's clock
     * @return the acknowledgement
     */
    public static Acknowledgement of(Countdown countdown, Instant triggerTime) {
        return new Acknowledgement(
                countdown, Optional.of(Objects.requireNonNull(triggerTime, "triggerTime")), Optional.empty());
    }

    /** How long from its own application on the reply itself says that the exchange will wait; empty if it does not say. */
    Optional<Duration> promise() {
        return triggerTime.flatMap(end -> appliedAt.map(in -> Duration.between(in, end)));
    }

    /** The moment of application that the trigger time implies, on the exchange's clock. */
    Optional<Instant> impliedApplication() {
        return triggerTime.map(end -> end.minus(countdown.timeout().toDuration()));
    }

    /** The moment of application by the trigger time, or by {@code X-In-Time} where there is none. */
    Optional<Instant> applied() {
        return impliedApplication().or(() -> appliedAt);
    }

    /**
     * Whether the trigger time is a whole second, so that the exchange may have cut it to one.
     *
     * @return false also where there is none
     */
    public boolean namesWholeSecond() {
        return triggerTime
                .filter(end -> end.equals(end.truncatedTo(ChronoUnit.SECONDS)))
                .isPresent();
    }

    /** Whether both times can be times of an exchange at all. */
    boolean isPossible() {
        return triggerTime.filter(end -> !ExchangeTime.isPossible(end)).isEmpty()
                && appliedAt.filter(in -> !ExchangeTime.isPossible(in)).isEmpty();
    }

    /** Whether this repeats, or is older than, a reply to a request for the same timeout, by its own times. */
    boolean isNoLaterThan(Acknowledgement other) {
        boolean earlierReceived =
                order(appliedAt, other.appliedAt).filter(order -> order <= 0).isPresent();
        boolean earlierEnd = order(triggerTime, other.triggerTime)
                .filter(order -> order <= 0)
                .isPresent();
        return countdown.timeout().equals(other.countdown.timeout())
                && (earlierReceived || (earlierEnd && !isLaterInTheSameSecondAs(other)));
    }

    /** An exchange that deals in whole seconds names one trigger time twice; a later {@code X-In-Time} tells them apart. */
    private boolean isLaterInTheSameSecondAs(Acknowledgement other) {
        return namesTheSameSecondAs(other)
                && order(appliedAt, other.appliedAt).filter(order -> order > 0).isPresent();
    }

    /** Whether this shows the very times of another reply to a request for the same timeout. */
    boolean repeats(Acknowledgement other) {
        boolean showsTime = triggerTime.isPresent() || appliedAt.isPresent();
        return showsTime
                && countdown.timeout().equals(other.countdown.timeout())
                && triggerTime.equals(other.triggerTime)
                && appliedAt.equals(other.appliedAt);
    }

    boolean namesTheSameSecondAs(Acknowledgement other) {
        return namesWholeSecond() && triggerTime.equals(other.triggerTime);
    }

    private static Optional<Integer> order(Optional<Instant> time, Optional<Instant> other) {
        return time.flatMap(mine -> other.map(mine::compareTo));
    }
}
