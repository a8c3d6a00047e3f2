package dev.countdown.application;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The driven port of a keeper's memory: one small record for each countdown, which the next process reads, on this host or on
 * another. Every process that may keep a scope uses the same store: one that does not is, for the others, another writer of the
 * scope. Implementations are safe for use by many threads.
 *
 * <p>A keeper asks for one thing at a time for one key. Where a store throws, blocks, fails or never answers, the keeper goes on
 * without: it tells {@link KeeperEvent.Unrecorded} once, and claims no more than it can prove.
 */
public interface ContinuityStore {

    /**
     * Reads the record of a countdown.
     *
     * @param key which countdown
     * @return the record that was saved last, by whichever process; empty if there is none. Completes exceptionally where it
     *     cannot be read or is damaged, best with a {@link ContinuityStoreException}
     */
    CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key);

    /**
     * Replaces the record of a countdown, whole or not at all. It never replaces one of a higher {@link
     * ContinuityRecord#revision()}: a save that is late must not undo one that was asked for after it.
     *
     * @param record the new record
     * @return completes once the record would survive a crash of the machine; exceptionally where that is not certain, best with
     *     a {@link ContinuityStoreException}
     */
    CompletionStage<Void> save(ContinuityRecord record);
}
