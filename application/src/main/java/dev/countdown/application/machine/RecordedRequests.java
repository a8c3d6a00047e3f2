package dev.countdown.application.machine;

import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityRecord.SentRequest;
import dev.countdown.application.Durations;
import dev.countdown.domain.AcknowledgedRequest;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the next process must know of the requests, in whichever process they were sent.
 *
 * @param kept false where there is no next process that is told
 * @param newest the newest acknowledgement with a trigger time; empty before one, and after a disarm
 * @param since what may have been applied after it: for each timeout that which can be applied latest
 */
record RecordedRequests(boolean kept, Optional<RecordedAcknowledgement> newest, List<UnresolvedRequest> since) {

    /** Of a keeper without a store: it stays so. */
    static final RecordedRequests NOT_KEPT = new RecordedRequests(false, Optional.empty(), List.of());

    static final RecordedRequests NONE = new RecordedRequests(true, Optional.empty(), List.of());

    /** What the process before recorded; its requests were sent before this moment. */
    static RecordedRequests inherited(ContinuityRecord record, ClockReading now) {
        List<UnresolvedRequest> since = record.requests().stream()
                .map(sent -> UnresolvedRequest.sent(sent.timeout(), now.monotonicNanos(), sent.mayApplyFor()))
                .toList();
        return new RecordedRequests(true, record.newest(), since);
    }

    RecordedRequests with(UnresolvedRequest request) {
        return kept ? new RecordedRequests(true, newest, latest(since, List.of(request))) : this;
    }

    /**
     * An acknowledgement with a trigger time takes the place of the one before; after a disarm there is nothing to compare.
     *
     * @param loose what may have been applied after this one
     */
    RecordedRequests with(AcknowledgedRequest acknowledged, List<UnresolvedRequest> loose, boolean whole) {
        Optional<Instant> triggerTime = acknowledged.acknowledgement().triggerTime();
        boolean disarm = acknowledged.timeout().isDisarm();
        if (!kept || (triggerTime.isEmpty() && !disarm)) {
            return this;
        }
        long sent = acknowledged.sent().wallMillis();
        return new RecordedRequests(
                true,
                triggerTime
                        .filter(time -> !disarm)
                        .map(time -> new RecordedAcknowledgement(acknowledged.timeout(), time, sent, whole)),
                latest(List.of(), loose));
    }

    /**
     * As the record writes it: for how long each can still be applied.
     *
     * @param yetToSend what is sent, or may be, before the next record is written
     */
    List<SentRequest> requests(List<SentRequest> yetToSend, ClockReading now) {
        Map<Timeout, Duration> spans = new TreeMap<>();
        since.forEach(request -> spans.put(
                request.timeout(),
                Durations.within(
                        Duration.ZERO,
                        Duration.ofNanos(request.appliedBy() - now.monotonicNanos()),
                        Durations.CENTURY)));
        yetToSend.forEach(each -> spans.merge(
                each.timeout(), each.mayApplyFor(), (one, other) -> one.compareTo(other) > 0 ? one : other));
        return spans.entrySet().stream()
                .map(each -> new SentRequest(each.getKey(), each.getValue()))
                .toList();
    }

    private static List<UnresolvedRequest> latest(List<UnresolvedRequest> before, List<UnresolvedRequest> added) {
        List<UnresolvedRequest> latest = new ArrayList<>(before);
        for (UnresolvedRequest request : added) {
            latest.removeIf(
                    other -> other.timeout().equals(request.timeout()) && request.mayApplyAfter(other.appliedBy()));
            if (latest.stream().noneMatch(other -> other.timeout().equals(request.timeout()))) {
                latest.add(request);
            }
        }
        return List.copyOf(latest);
    }
}
