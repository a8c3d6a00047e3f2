package dev.countdown.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Short ways to say what was sent and heard when, in milliseconds of a local clock whose two hands agree. */
final class Requests {

    static final Instant EXCHANGE_START = Instant.ofEpochSecond(1_660_039_000);

    private Requests() {}

    static ClockReading at(long millis) {
        return new ClockReading(nanos(millis), millis);
    }

    static long nanos(long millis) {
        return millis * 1_000_000;
    }

    static UnresolvedRequest loose(int timeout, long appliedByMillis) {
        return new UnresolvedRequest(Timeout.ofSeconds(timeout), nanos(appliedByMillis));
    }

    /** Acknowledged without a trigger time. */
    static AcknowledgedRequest silent(int timeout, long sent, long heard) {
        return request(timeout, sent, heard, Optional.empty(), Optional.empty());
    }

    /** Acknowledged with the trigger time of an exchange that applied it at this millisecond of its own clock. */
    static AcknowledgedRequest applied(int timeout, long sent, long heard, long applied) {
        Instant trigger = EXCHANGE_START.plusMillis(applied).plusSeconds(timeout);
        return request(timeout, sent, heard, Optional.of(trigger), Optional.empty());
    }

    static AcknowledgedRequest withInTime(AcknowledgedRequest request, long inTimeMillis) {
        Acknowledgement said = request.acknowledgement();
        return new AcknowledgedRequest(
                request.sent(),
                request.heard(),
                new Acknowledgement(
                        said.countdown(),
                        said.triggerTime(),
                        Optional.of(EXCHANGE_START.plus(Duration.ofMillis(inTimeMillis)))));
    }

    private static AcknowledgedRequest request(
            int timeout, long sent, long heard, Optional<Instant> trigger, Optional<Instant> inTime) {
        Countdown countdown = new Countdown(Scope.all(), Timeout.ofSeconds(timeout));
        return new AcknowledgedRequest(at(sent), at(heard), new Acknowledgement(countdown, trigger, inTime));
    }
}
