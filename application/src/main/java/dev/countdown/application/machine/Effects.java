package dev.countdown.application.machine;

import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.KeeperEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a heartbeat asks its host to do.
 *
 * @param snapshot to publish first
 * @param events to tell, in order
 * @param send to submit
 * @param askTime the attempt whose reply does not fit the exchange's clock: because of it the exchange's time is asked for
 * @param save the record to write, after whatever was asked for before
 * @param wakeAfter how long until the next beat at the latest; empty once it is over
 */
public record Effects(
        Snapshot snapshot,
        List<KeeperEvent> events,
        Optional<Attempt> send,
        Optional<Attempt> askTime,
        Optional<ContinuityRecord> save,
        Optional<Duration> wakeAfter) {}
