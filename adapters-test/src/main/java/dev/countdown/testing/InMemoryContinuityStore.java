package dev.countdown.testing;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.ContinuityStoreException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records in memory, so that a test can end one keeper and start the next as if in another process: on another gateway, with the
 * same store. It answers at once, on the caller's thread. Safe for use by many threads.
 */
public final class InMemoryContinuityStore implements ContinuityStore {

    /** Empty where it is damaged. */
    private final Map<ContinuityKey, Optional<ContinuityRecord>> records = new ConcurrentHashMap<>();

    /** An empty store. */
    public InMemoryContinuityStore() {}

    @Override
    public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
        Optional<ContinuityRecord> record = records.get(key);
        if (record == null) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return record.isPresent()
                ? CompletableFuture.completedStage(record)
                : CompletableFuture.failedStage(new ContinuityStoreException("the record is damaged"));
    }

    @Override
    public CompletionStage<Void> save(ContinuityRecord record) {
        Optional<ContinuityRecord> kept =
                records.merge(record.key(), Optional.of(record), (old, next) -> isNewer(old, record) ? old : next);
        return kept.filter(record::equals).isPresent()
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(new ContinuityStoreException(
                        "a newer record must not be replaced by revision " + record.revision()));
    }

    private static boolean isNewer(Optional<ContinuityRecord> old, ContinuityRecord record) {
        return old.filter(each -> each.revision() > record.revision()).isPresent();
    }

    /**
     * What is stored.
     *
     * @param key which countdown
     * @return its record; empty if there is none, or it is damaged
     */
    public Optional<ContinuityRecord> record(ContinuityKey key) {
        return records.getOrDefault(key, Optional.empty());
    }

    /**
     * Damages a record, as a torn write does: it cannot be loaded until another one is saved.
     *
     * @param key which countdown
     */
    public void damage(ContinuityKey key) {
        records.put(key, Optional.empty());
    }
}
