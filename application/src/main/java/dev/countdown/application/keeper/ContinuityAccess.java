package dev.countdown.application.keeper;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.ContinuityStoreException;
import dev.countdown.application.machine.LoadedRecord;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store on threads on which it may block, and makes one answer of all that it does: one that throws, fails, gives nothing
 * or answers twice breaks its contract, but not the keeper.
 */
record ContinuityAccess(ContinuityStore store, ContinuityKey key, Executor threads) {

    ContinuityAccess on(Executor other) {
        return new ContinuityAccess(store, key, other);
    }

    /** The answer comes once at most, on any thread. */
    void load(Consumer<LoadedRecord> answered) {
        Consumer<LoadedRecord> once = RequestSender.once(answered);
        call(
                () -> store.load(key),
                (record, failure) ->
                        once.accept(record == null ? LoadedRecord.failed(text(failure)) : LoadedRecord.of(record)));
    }

    /** Tells once at most, on any thread, why it failed; empty if it did not. */
    void save(ContinuityRecord record, Consumer<String> done) {
        Consumer<String> once = RequestSender.once(done);
        call(() -> store.save(record), (nothing, failure) -> once.accept(failure == null ? "" : text(failure)));
    }

    private interface Answer<T extends @Nullable Object> {
        void accept(@Nullable T value, @Nullable Throwable failure);
    }

    private <T extends @Nullable Object> void call(Supplier<CompletionStage<T>> request, Answer<T> answer) {
        try {
            threads.execute(() -> {
                try {
                    CompletionStage<T> stage = request.get();
                    if (stage == null) {
                        answer.accept(null, new ContinuityStoreException("the store gave no stage"));
                    } else {
                        stage.whenComplete(answer::accept);
                    }
                } catch (Throwable thrown) {
                    answer.accept(null, thrown);
                }
            });
        } catch (Throwable noThread) {
            answer.accept(null, noThread);
        }
    }

    /** The message of a Throwable may hold anything, a secret included, unless it was made for people. */
    private static String text(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
        if (cause == null) {
            return "the store gave nothing";
        }
        return cause instanceof ContinuityStoreException told
                ? String.valueOf(told.getMessage())
                : "the store failed: " + cause.getClass().getName();
    }
}
