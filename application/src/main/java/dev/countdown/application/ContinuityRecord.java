package dev.countdown.application;

import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the next keeper of a countdown must know of those before it. Immutable. As text it is {@link #toText()}, for a file or
 * for one column of a table.
 *
 * @param key which countdown
 * @param revision grows with every record of a key; positive
 * @param newest the newest acknowledgement with a trigger time; empty where there is nothing to compare with
 * @param requests what may have been applied after it, or may yet be; 16 at most, each timeout once
 * @param openLapse the number of the lapse that the platform has not reconciled; positive
 */
public record ContinuityRecord(
        ContinuityKey key,
        long revision,
        Optional<RecordedAcknowledgement> newest,
        List<SentRequest> requests,
        OptionalLong openLapse) {

    /** How many characters {@link #toText()} has at the most, for a column of a table. */
    public static final int LONGEST_TEXT = 4_096;

    static final int MOST_REQUESTS = 16;

    /**
     * Requests of one timeout: some were sent, or may be sent before the next record is written.
     *
     * @param timeout what they ask for
     * @param mayApplyFor how long after the start of the next process they can be applied at the most; not negative, a century at
     *     most
     */
    public record SentRequest(Timeout timeout, Duration mayApplyFor) {

        /**
         * Checks the span.
         *
         * @param timeout what they ask for
         * @param mayApplyFor how long after the start of the next process they can be applied at the most; not negative, a
         *     century at most
         * @throws IllegalArgumentException if the span is out of range
         */
        public SentRequest {
            Objects.requireNonNull(timeout, "timeout");
            if (mayApplyFor.isNegative() || mayApplyFor.compareTo(Durations.CENTURY) > 0) {
                throw new IllegalArgumentException("mayApplyFor must be from 0 to a century: " + mayApplyFor);
            }
        }
    }

    /**
     * Checks the parts.
     *
     * @param key which countdown
     * @param revision grows with every record of a key; positive
     * @param newest the newest acknowledgement with a trigger time; empty where there is nothing to compare with
     * @param requests what may have been applied after it, or may yet be; 16 at most, each timeout once
     * @param openLapse the number of the lapse that the platform has not reconciled; positive
     * @throws IllegalArgumentException if a part is out of range
     */
    public ContinuityRecord {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(newest, "newest");
        requests = List.copyOf(requests);
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be positive: " + revision);
        }
        if (requests.size() > MOST_REQUESTS
                || requests.stream().map(SentRequest::timeout).distinct().count() != requests.size()) {
            throw new IllegalArgumentException(
                    "requests must be at most " + MOST_REQUESTS + ", each timeout once: " + requests);
        }
        if (openLapse.isPresent() && openLapse.getAsLong() < 1) {
            throw new IllegalArgumentException("lapse must be positive: " + openLapse.getAsLong());
        }
    }

    /**
     * Whether a request may be sent that is not in a newer record: the next process reckons with it already.
     *
     * @param timeout what it asks for
     * @param mayApplyFor how long after its send it can be applied
     * @return true if its timeout is among the requests, for at least that long
     */
    public boolean allowsFor(Timeout timeout, Duration mayApplyFor) {
        return requests.stream()
                .anyMatch(each ->
                        each.timeout().equals(timeout) && each.mayApplyFor().compareTo(mayApplyFor) >= 0);
    }

    /**
     * The record as text of a few short lines, with a checksum. The format is stable: a later version reads it.
     *
     * @return ASCII
     */
    public String toText() {
        return ContinuityText.of(this);
    }

    /**
     * Reads what {@link #toText()} wrote.
     *
     * @param text of any length and content
     * @return the record
     * @throws IllegalArgumentException if it is not such a text, or not whole; the message shows nothing of it
     */
    public static ContinuityRecord parse(String text) {
        return ContinuityText.parse(text);
    }
}
