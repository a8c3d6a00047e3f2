package dev.countdown.application;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was known of the protection of one scope when it was asked for. Immutable.
 *
 * @param state what the platform may believe
 * @param protectedFor how much longer the switch certainly has not fired; zero if nothing is certain
 * @param certainlyFiredAfter how much longer until it certainly has, zero if it has; empty where no such moment is known
 * @param lastAcknowledgement of the acknowledged requests, the one sent last
 * @param roundTrip from its send to its reply
 * @param consecutiveFailures attempts since then that were not acknowledged
 * @param continuity whether the switch fired between the last two acknowledgements; empty before there were two
 * @param openLapse the number of the lapse that the platform has not reconciled yet
 */
public record Protection(
        KeeperState state,
        Duration protectedFor,
        Optional<Duration> certainlyFiredAfter,
        Optional<Acknowledgement> lastAcknowledgement,
        Optional<Duration> roundTrip,
        int consecutiveFailures,
        Optional<Continuity> continuity,
        OptionalLong openLapse) {}
