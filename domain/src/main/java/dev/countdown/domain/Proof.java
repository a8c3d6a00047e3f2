package dev.countdown.domain;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reader on another machine knows of a switch that several keepers may keep: it has not fired from one moment on, and
 * will not fire before another. The proofs of several keepers join, because no keeper's renewal takes anything from
 * another's. Immutable.
 *
 * <p>The end counts from when the reader <em>asked</em>: the keeper's answer was true then or later. The beginning counts
 * back from when the reply was heard. Both allow for the drift of two clocks, and are rounded so that the proof claims less.
 *
 * @param asked both clocks, before the keeper was asked
 * @param guardedNanos how long after that the switch certainly does not fire; positive
 * @param heard both clocks, when the reply to the first of the joined proofs had arrived
 * @param unbrokenNanos for how long before that the switch certainly had not fired; not negative
 */
public record Proof(ClockReading asked, long guardedNanos, ClockReading heard, long unbrokenNanos) {

    /**
     * The proof that a keeper's reply gives.
     *
     * @param asked both clocks, before the keeper was asked
     * @param heard both clocks, when its reply had arrived
     * @param guardedFor for how much longer the switch certainly does not fire, by the keeper's clock
     * @param unbrokenFor for how long it certainly has not fired, by the keeper's clock
     * @return empty if nothing is guarded: such a reply proves nothing of the time that has passed either
     */
    public static Optional<Proof> of(
            ClockReading asked, ClockReading heard, Duration guardedFor, Duration unbrokenFor) {
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(heard, "heard");
        long guarded = ClockDrift.shortestOfAnother(guardedFor);
        long unbroken = Math.max(0, ClockDrift.shortestOfAnother(unbrokenFor));
        return guarded > 0 ? Optional.of(new Proof(asked, guarded, heard, unbroken)) : Optional.empty();
    }

    /**
     * Makes one proof of two.
     *
     * @param next one that was heard later
     * @return from this one's beginning to the later end; empty where there is a gap between them, in which the switch may have
     *     fired
     */
    public Optional<Proof> join(Proof next) {
        if (next.heard.longestSince(asked) > guardedNanos + next.unbrokenNanos) {
            return Optional.empty();
        }
        return Optional.of(
                next.outlasts(this, next.heard)
                        ? new Proof(next.asked, next.guardedNanos, heard, unbrokenNanos)
                        : this);
    }

    /**
     * Whether this one ends later.
     *
     * @param other another proof
     * @param now both clocks
     * @return false if both end at the same moment
     */
    public boolean outlasts(Proof other, ClockReading now) {
        return guardedNanos(now) > other.guardedNanos(now);
    }

    /**
     * For how much longer the switch certainly does not fire.
     *
     * @param now both clocks, the monotonic one read first
     * @return zero if that is not certain any more
     */
    public Duration guardedFor(ClockReading now) {
        return Duration.ofNanos(Math.max(0, guardedNanos(now)));
    }

    /**
     * For how long the switch certainly has not fired. It ends where the guard ends.
     *
     * @param now both clocks
     * @return zero if that is not certain any more
     */
    public Duration unbrokenFor(ClockReading now) {
        long since = ClockDrift.shortest(Math.max(0, now.monotonicSince(heard)));
        return guardedNanos(now) > 0 ? Duration.ofNanos(unbrokenNanos + since) : Duration.ZERO;
    }

    /**
     * Whether an order is guarded that takes this long to reach the exchange.
     *
     * @param now both clocks, the monotonic one read first
     * @param margin the time that the order takes
     * @return true if more than that is left
     */
    public boolean mayQuote(ClockReading now, Duration margin) {
        return guardedNanos(now) > Math.max(0, ClockDrift.nanos(margin));
    }

    private long guardedNanos(ClockReading now) {
        return guardedNanos - now.longestSince(asked);
    }
}
