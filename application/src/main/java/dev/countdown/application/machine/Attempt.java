package dev.countdown.application.machine;

import dev.countdown.application.Deadline;
import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request on its way, and what was known when it was sent.
 *
 * @param id grows with every attempt of a keeper
 * @param deadline when it ends; it began to count at the send
 * @param base of the requests acknowledged by then, the one sent last
 * @param looseBefore what may have been applied after the base by then
 * @param permit to hand it to the gateway
 */
public record Attempt(
        long id,
        Countdown countdown,
        ClockReading sent,
        Deadline deadline,
        Optional<AcknowledgedRequest> base,
        List<UnresolvedRequest> looseBefore,
        SendPermit permit) {

    /** The exchange takes a request until it is 60 s old by a clock that may be 60 s behind ours. */
    private static final Duration UNMEASURED = Duration.ofSeconds(120);

    public Attempt(
            long id,
            Countdown countdown,
            ClockReading sent,
            Duration within,
            Optional<AcknowledgedRequest> base,
            List<UnresolvedRequest> looseBefore) {
        this(id, countdown, sent, new Deadline(sent.monotonicNanos(), within), base, looseBefore, new SendPermit());
    }

    public boolean isFor(Timeout timeout) {
        return countdown.timeout().equals(timeout);
    }

    /** Nanoseconds until its deadline; not positive once it is over. */
    public long leftAt(ClockReading now) {
        return deadline.left(now.monotonicNanos());
    }

    /** How long after its send it can be applied, while nobody knows better: see {@code Outcome.Unknown}. */
    public Duration mayApplyFor() {
        return mayApplyFor(deadline.span());
    }

    static Duration mayApplyFor(Duration deadline) {
        return deadline.plus(UNMEASURED);
    }
}
