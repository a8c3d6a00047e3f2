package dev.countdown.testing.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityRecord.SentRequest;
import dev.countdown.application.ContinuityStore;
import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link ContinuityStore} keeps, as tests named after them. A platform extends it for a store of its own,
 * such as a table of its database:
 *
 * <pre>{@code
 * class DatabaseContinuityStoreTest extends ContinuityStoreContract {
 *     protected ContinuityStore open() {
 *         return new DatabaseContinuityStore(database);
 *     }
 *
 *     protected void damage(ContinuityKey key) {
 *         database.update("update continuity set record = substr(record, 1, 40) where id = ?", key.toString());
 *     }
 * }
 * }</pre>
 *
 * It needs JUnit alone. JUnit makes a new instance for each test, which begins with an empty storage.
 */
public abstract class ContinuityStoreContract {

    private static final Duration PLENTY = Duration.ofMinutes(1);

    private static final ContinuityKey KEY = new ContinuityKey("api.test", "main", Scope.all());

    /** For subclasses. */
    protected ContinuityStoreContract() {}

    /**
     * Opens a store over the storage of this test: what was saved through one is loaded through another, as after a restart.
     *
     * @return a new store
     * @throws Exception if it cannot be opened; the test fails
     */
    protected abstract ContinuityStore open() throws Exception;

    /**
     * Damages a stored record from outside, as a torn write or a full disk does.
     *
     * @param key of a record that was saved
     * @throws Exception if it cannot be done; the test fails
     */
    protected abstract void damage(ContinuityKey key) throws Exception;

    @Test
    void aRecordIsLoadedAsItWasSaved() {
        ContinuityStore store = opened();
        saved(store, full(KEY, 5));
        assertEquals(Optional.of(full(KEY, 5)), loaded(store, KEY));
    }

    @Test
    void aRecordSurvivesTheProcess() {
        saved(opened(), full(KEY, 5));
        assertEquals(Optional.of(full(KEY, 5)), loaded(opened(), KEY));
    }

    @Test
    void whereNothingWasSavedNothingIsLoaded() {
        assertEquals(Optional.empty(), loaded(opened(), KEY));
    }

    @Test
    void aLaterRecordReplacesTheEarlierOne() {
        ContinuityStore store = opened();
        saved(store, full(KEY, 5));
        saved(store, bare(KEY, 6));
        assertEquals(Optional.of(bare(KEY, 6)), loaded(store, KEY));
        assertEquals(Optional.of(bare(KEY, 6)), loaded(opened(), KEY));
    }

    @Test
    void anOlderRecordReplacesNoNewerOneAndFails() {
        saved(opened(), full(KEY, 6));
        ContinuityStore store = opened();
        failed(store.save(bare(KEY, 5)));
        assertEquals(Optional.of(full(KEY, 6)), loaded(store, KEY));
    }

    @Test
    void savesThatAreNotAwaitedTakeEffectInTheirOrder() {
        ContinuityStore store = opened();
        List<CompletionStage<Void>> saves = new ArrayList<>();
        for (int revision = 1; revision <= 50; revision++) {
            saves.add(store.save(bare(KEY, revision)));
        }
        saves.forEach(ContinuityStoreContract::completed);
        assertEquals(50, loaded(store, KEY).orElseThrow().revision());
    }

    @Test
    void everyKeyHasItsOwnRecord() {
        ContinuityStore store = opened();
        List<ContinuityKey> keys = List.of(
                KEY,
                new ContinuityKey("api.test", "Main", Scope.all()),
                new ContinuityKey("api.test:443", "main", Scope.all()),
                new ContinuityKey("https://api.test/../x", "main", Scope.all()),
                new ContinuityKey("api.test", "main", Scope.underlying("BTC_USDT")),
                new ContinuityKey("api.test", "main", Scope.underlying("btc_usdt")),
                new ContinuityKey("api.test", "main", Scope.contract("BTC_USDT-20241001-46000-C")),
                new ContinuityKey("a".repeat(200), "%_'\";--".repeat(25), Scope.all()));
        for (int i = 0; i < keys.size(); i++) {
            saved(store, full(keys.get(i), i + 1));
        }
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(Optional.of(full(keys.get(i), i + 1)), loaded(store, keys.get(i)));
        }
    }

    @Test
    void aDamagedRecordIsNone() throws Exception {
        saved(opened(), full(KEY, 5));
        damage(KEY);
        failed(opened().load(KEY));
    }

    @Test
    void aDamagedRecordIsReplaced() throws Exception {
        saved(opened(), full(KEY, 5));
        damage(KEY);
        saved(opened(), full(KEY, 4));
        assertEquals(Optional.of(full(KEY, 4)), loaded(opened(), KEY));
    }

    private ContinuityStore opened() {
        return assertDoesNotThrow(this::open, "the store cannot be opened");
    }

    private static void saved(ContinuityStore store, ContinuityRecord record) {
        completed(store.save(record));
    }

    private static Optional<ContinuityRecord> loaded(ContinuityStore store, ContinuityKey key) {
        Optional<ContinuityRecord> record = completed(store.load(key));
        assertNotNull(record, "a store that holds no record answers with an empty Optional");
        return record;
    }

    private static <T> T completed(CompletionStage<T> stage) {
        try {
            return await(stage);
        } catch (ExecutionException e) {
            return fail("must not complete exceptionally", e.getCause());
        }
    }

    /** It must say so, or the keeper relies on what is not there. */
    private static void failed(CompletionStage<?> stage) {
        try {
            Object answer = await(stage);
            fail("must complete exceptionally, and gave " + answer);
        } catch (ExecutionException e) {
            assertNotNull(e.getCause());
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws ExecutionException {
        assertNotNull(stage, "a store gives a stage, never null");
        try {
            return stage.toCompletableFuture().get(PLENTY.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return fail("no answer within " + PLENTY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }

    private static ContinuityRecord bare(ContinuityKey key, long revision) {
        return new ContinuityRecord(key, revision, Optional.empty(), List.of(), OptionalLong.empty());
    }

    private static ContinuityRecord full(ContinuityKey key, long revision) {
        return new ContinuityRecord(
                key,
                revision,
                Optional.of(new RecordedAcknowledgement(
                        Timeout.ofSeconds(30), Instant.ofEpochMilli(1_790_000_030_500L), 1_790_000_000_400L, false)),
                List.of(
                        new SentRequest(Timeout.ofSeconds(30), Duration.ofSeconds(123)),
                        new SentRequest(Timeout.MINIMUM, Duration.ofSeconds(123)),
                        new SentRequest(Timeout.DISARM, Duration.ofMillis(1))),
                OptionalLong.of(7));
    }
}
