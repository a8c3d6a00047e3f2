package dev.countdown.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that the exchange acknowledged, with our clocks around it: it was applied somewhere between the two. Immutable.
 *
 * @param sent both clocks, read before it was sent
 * @param heard both clocks, read when the reply had arrived
 * @param acknowledgement what the reply said
 * @param guardsAtMost how long after the send the reply's own trigger time lets it guard, in nanoseconds
 */
public record AcknowledgedRequest(
        ClockReading sent, ClockReading heard, Acknowledgement acknowledgement, long guardsAtMost) {

    /**
     * A request whose trigger time was not compared with the exchange's clock.
     *
     * @param sent both clocks, read before it was sent
     * @param heard both clocks, read when the reply had arrived
     * @param acknowledgement what the reply said
     */
    public AcknowledgedRequest(ClockReading sent, ClockReading heard, Acknowledgement acknowledgement) {
        this(sent, heard, acknowledgement, Long.MAX_VALUE);
    }

    AcknowledgedRequest guardingAtMost(long nanos) {
        return new AcknowledgedRequest(sent, heard, acknowledgement, nanos);
    }

    /** Without the exchange's times, as if the reply had named none; it guards no longer than they allowed. */
    AcknowledgedRequest undated() {
        return new AcknowledgedRequest(sent, heard, Acknowledgement.of(acknowledgement.countdown()), allowedNanos());
    }

    /** How long after the send the exchange's times let it guard, on the exchange's clock. */
    private long allowedNanos() {
        return acknowledgement
                .promise()
                .map(promised -> Math.min(guardsAtMost, ClockDrift.nanos(promised)))
                .orElse(guardsAtMost);
    }

    /** When the exchange applied it, by its own clock; empty where the reply does not say. */
    Optional<ExchangeTime> applied() {
        return acknowledgement.applied().map(shown -> new ExchangeTime(shown, resolution(), sent, heard));
    }

    private Duration resolution() {
        return acknowledgement.namesWholeSecond() ? TriggerWindow.RESOLUTION : Duration.ZERO;
    }

    /**
     * What was asked for.
     *
     * @return the timeout; 0 for a disarm
     */
    public Timeout timeout() {
        return acknowledgement.countdown().timeout();
    }

    /**
     * This request as a loose one, for when a later request is the newest: applied, at the latest when its reply came.
     *
     * @return the request
     */
    public UnresolvedRequest asLoose() {
        return new UnresolvedRequest(timeout(), heard.monotonicNanos());
    }

    /** How long after its send it certainly guards: the timeout, or less where the reply itself promises less. */
    long claimNanos(boolean wholeSeconds) {
        return Math.max(0, Math.min(asLoose().claimNanos(wholeSeconds), ClockDrift.shortest(allowedNanos())));
    }

    /**
     * The time from send to reply on the monotonic clock.
     *
     * @return nanoseconds
     */
    public long roundTripNanos() {
        return heard.monotonicSince(sent);
    }
}
