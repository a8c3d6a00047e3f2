package dev.countdown.store;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.ContinuityStoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Records in one directory, a small file for each countdown. A file is replaced whole, by an atomic rename, once it and then its
 * directory are on the disk. What is no regular file, too long, damaged, of another owner, or writable by others is not read.
 * Safe for use by many threads; all files are touched on one daemon thread of its own.
 *
 * <p>One process at a time uses a directory. Two hosts use the same one only where their file system makes renames atomic for both.
 */
public final class FileContinuityStore implements ContinuityStore, AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final RecordFiles files;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(new ThreadFactoryBuilder()
            .setNameFormat("countdown-store")
            .setDaemon(true)
            .build());

    private FileContinuityStore(RecordFiles files) {
        this.files = files;
    }

    /**
     * A store in a directory that exists.
     *
     * @param directory of ours alone: neither its group nor others may write to it
     * @return the store
     * @throws IllegalArgumentException if it cannot be used; the message names it and the rule
     */
    public static FileContinuityStore in(Path directory) {
        return new FileContinuityStore(RecordFiles.in(directory));
    }

    @Override
    public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
        return onThread(() -> files.read(key));
    }

    @Override
    public CompletionStage<Void> save(ContinuityRecord record) {
        return onThread(() -> files.write(record)).thenAccept(written -> {});
    }

    /** Takes nothing more, and waits for what it was asked before, for 5 s at the most. Idempotent. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            boolean done = thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!done) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private interface FileWork<T> {
        T run() throws IOException;
    }

    private <T> CompletionStage<T> onThread(FileWork<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(work.run());
                } catch (ContinuityStoreException told) {
                    answer.completeExceptionally(told);
                } catch (IOException failed) {
                    answer.completeExceptionally(new ContinuityStoreException(text(failed), failed));
                } catch (Throwable unforeseen) {
                    answer.completeExceptionally(unforeseen);
                }
            });
        } catch (RejectedExecutionException closed) {
            answer.completeExceptionally(new ContinuityStoreException("the store is closed", closed));
        }
        return answer;
    }

    /** Such as {@code /var/lib/countdown/1f.continuity.new: No space left on device}. */
    private static String text(IOException failed) {
        String kind = failed.getClass().getSimpleName();
        if (failed instanceof FileSystemException named) {
            return named.getFile() + ": " + (named.getReason() == null ? kind : named.getReason());
        }
        return failed.getMessage() == null ? kind : failed.getMessage();
    }
}
