package dev.countdown.application.machine;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityRecord.SentRequest;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When the record for the next process is read and written. One record is written at a time. A request that the stored record
 * does not allow for waits until one that does is written; acknowledgements are written after the fact.
 */
final class RecordKeeping {

    /** Of a scope without a store: it loads, holds back and writes nothing, so it never changes and goes by no policy. */
    static final RecordKeeping NONE =
            new RecordKeeping(null, RenewalPolicy.forTimeout(Timeout.MINIMUM), new ClockReading(0, 0));

    private final @Nullable ContinuityKey key;
    private final RenewalPolicy policy;
    private boolean loading;
    private long began;
    private long revision;

    /** What the store certainly holds; null while it may hold none. */
    private @Nullable ContinuityRecord held;

    private @Nullable ContinuityRecord writing;
    private boolean changed;
    private boolean failing;

    /** An attempt that waits for its record. */
    private @Nullable Attempt waiting;

    static RecordKeeping of(ContinuityKey key, RenewalPolicy policy, ClockReading now) {
        return new RecordKeeping(key, policy, now);
    }

    private RecordKeeping(@Nullable ContinuityKey key, RenewalPolicy policy, ClockReading now) {
        this.key = key;
        this.policy = policy;
        began = now.monotonicNanos();
    }

    /** The record is being read. */
    void loads(ClockReading now) {
        if (key != null) {
            loading = true;
            began = now.monotonicNanos();
        }
    }

    boolean isLoading() {
        return loading;
    }

    /** Nanoseconds until the answer is not awaited any more: the countdown must be renewed without it. */
    long untilLoadEnds(ClockReading now) {
        return policy.attemptDeadline().toNanos() - (now.monotonicNanos() - began);
    }

    /**
     * The answer came, or is not awaited any more.
     *
     * @param known the revision that this process knows to be written
     * @return the record, if it is one of this countdown and not an older one; why not, if there is another one
     */
    LoadedRecord loaded(LoadedRecord answer, long known) {
        loading = false;
        revision = Math.max(revision, known);
        ContinuityRecord record = answer.record().orElse(null);
        if (record == null) {
            return answer;
        }
        if (!record.key().equals(key)) {
            return LoadedRecord.failed("it belongs to " + record.key() + ", not to " + key);
        }
        if (record.revision() < known) {
            return LoadedRecord.failed("it is older than one that was written since");
        }
        revision = record.revision();
        held = record;
        return answer;
    }

    /** Something that a record holds is different now. */
    void changed() {
        if (key != null) {
            changed = true;
        }
    }

    /** Whether an attempt has to wait until a record allows for it: one that is shorter than what the store may hold. */
    boolean holdsBack(Attempt attempt) {
        if (key == null || allowsFor(attempt)) {
            return false;
        }
        Timeout timeout = attempt.countdown().timeout();
        Timeout longest = Optional.ofNullable(held)
                .flatMap(ContinuityRecord::newest)
                .map(RecordedAcknowledgement::timeout)
                .filter(recorded -> recorded.compareTo(policy.timeout()) > 0)
                .orElse(policy.timeout());
        boolean shorter = timeout.compareTo(longest) < 0;
        changed |= shorter || held != null;
        waiting = shorter ? attempt : null;
        return shorter;
    }

    /** Whatever the store may hold now, which is also a record that is being written. */
    private boolean allowsFor(Attempt attempt) {
        return held != null && allows(held, attempt) && (writing == null || allows(writing, attempt));
    }

    private static boolean allows(ContinuityRecord record, Attempt attempt) {
        return record.allowsFor(attempt.countdown().timeout(), attempt.mayApplyFor());
    }

    /** The next record to write, if there is one to write and no other is being written. */
    Optional<ContinuityRecord> next(RequestHistory history, Latches latches, Duration firstAttempts, ClockReading now) {
        if (key == null || !changed || writing != null || loading) {
            return Optional.empty();
        }
        changed = false;
        began = now.monotonicNanos();
        revision = Math.max(revision + 1, now.wallMillis());
        Duration longestAttempt = Collections.max(List.of(policy.attemptDeadline(), firstAttempts));
        List<SentRequest> yetToSend = new ArrayList<>(2);
        yetToSend.add(new SentRequest(policy.timeout(), Attempt.mayApplyFor(longestAttempt)));
        if (waiting != null) {
            yetToSend.add(new SentRequest(waiting.countdown().timeout(), waiting.mayApplyFor()));
        }
        RecordedRequests recorded = history.recorded();
        writing = new ContinuityRecord(
                key, revision, recorded.newest(), recorded.requests(yetToSend, now), latches.lapseToRecord());
        return Optional.of(writing);
    }

    /** Nanoseconds until nobody waits any more for the record that is being written, or has to be; 0 if there is none. */
    long untilWritten(ClockReading now) {
        return writing != null
                ? untilLoadEnds(now)
                : changed ? policy.attemptDeadline().toNanos() : 0;
    }

    /** Whether a record is being written, or has to be. */
    boolean isPending() {
        return changed || writing != null;
    }

    /** The last revision that was written. */
    long written() {
        return held == null ? 0 : held.revision();
    }

    /** A record was written; the attempt that waited for it, if one did. */
    Optional<Attempt> saved(ContinuityRecord record) {
        writing = null;
        failing = false;
        held = record;
        return release(this::allowsFor);
    }

    /** A record was perhaps not written; the attempt that waited for it, if one did. */
    Optional<Attempt> failed(ContinuityRecord record) {
        writing = null;
        held = held == null ? null : both(held, record);
        return release(attempt -> allows(record, attempt));
    }

    private Optional<Attempt> release(Predicate<Attempt> condition) {
        Optional<Attempt> released = Optional.ofNullable(waiting).filter(condition);
        waiting = released.isPresent() ? null : waiting;
        return released;
    }

    /** Either of two is stored, so only what both allow for is certain. */
    private static ContinuityRecord both(ContinuityRecord before, ContinuityRecord after) {
        List<SentRequest> common = new ArrayList<>();
        before.requests()
                .forEach(each -> after.requests().stream()
                        .filter(other -> other.timeout().equals(each.timeout()))
                        .map(other -> other.mayApplyFor().compareTo(each.mayApplyFor()) < 0 ? other : each)
                        .forEach(common::add));
        return new ContinuityRecord(before.key(), before.revision(), before.newest(), common, before.openLapse());
    }

    /** Whether the store was silent for longer than an attempt may take. */
    boolean isSilent(ClockReading now) {
        return writing != null && untilLoadEnds(now) <= 0;
    }

    /** Answers true once until a record is written: it is told once. */
    boolean fails() {
        boolean first = !failing;
        failing = true;
        return first;
    }
}
