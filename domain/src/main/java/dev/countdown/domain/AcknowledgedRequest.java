package dev.countdown.domain;

/**
 * A request that the exchange acknowledged, with our clocks around it: it was applied somewhere between the two. Immutable.
 *
 * @param sent both clocks, read before it was sent
 * @param heard both clocks, read when the reply had arrived
 * @param acknowledgement what the reply said
 */
public record AcknowledgedRequest(ClockReading sent, ClockReading heard, Acknowledgement acknowledgement) {

    /**
     * What was asked for.
     *
     * @return the timeout; 0 for a cancel
     */
    public Timeout timeout() {
        return acknowledgement.countdown().timeout();
    }

    /**
     * What it is beside an acknowledged request that was sent later: applied, at the latest when it was heard.
     *
     * @return the request
     */
    public LooseRequest asLoose() {
        return new LooseRequest(timeout(), heard.monotonicNanos());
    }

    /** How long after its send it certainly guards: the timeout, or less where the reply itself promises less. */
    long claimNanos(boolean wholeSeconds) {
        long ofTimeout = TriggerWindow.claim(timeout(), wholeSeconds);
        return acknowledgement
                .promise()
                .map(promised -> Math.max(0, Math.min(ofTimeout, Spans.shortest(promised))))
                .orElse(ofTimeout);
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
