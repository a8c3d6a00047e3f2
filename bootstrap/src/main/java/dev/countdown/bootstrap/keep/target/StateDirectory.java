package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Credentials;
import dev.countdown.store.FileContinuityStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The records of all countdowns for the next process, in a directory; or none. Safe for use by many threads. */
public final class StateDirectory implements AutoCloseable {

    private final Optional<Path> directory;
    private final Optional<FileContinuityStore> store;

    private StateDirectory(Optional<Path> directory) {
        this.directory = directory;
        this.store = directory.map(each -> UsageException.checked(() -> FileContinuityStore.in(each)));
    }

    /**
     * Opens the directory, if there is one.
     *
     * @throws UsageException if it cannot be used
     */
    public static StateDirectory open(Optional<Path> directory) {
        return new StateDirectory(directory);
    }

    /**
     * What a reload wants must be what is open.
     *
     * @throws UsageException if it is not
     */
    public void requireSame(Optional<Path> wanted) {
        if (!wanted.equals(directory)) {
            throw new UsageException("state must stay as it is until keep is started again: "
                    + wanted.map(Path::toString).orElse("none"));
        }
    }

    /** Has a keeper write its record, under the name of its exchange and a fingerprint of its key. */
    void configure(CountdownKeeperBuilder keeper, Target target, Function<Login, Credentials> credentials) {
        Login login = target.account().login();
        store.ifPresent(files -> keeper.storeThreads(Runnable::run) // it has a thread of its own
                .continuity(
                        files,
                        login.baseUri().toString(),
                        credentials.apply(login).fingerprint()));
    }

    @Override
    public void close() {
        store.ifPresent(FileContinuityStore::close);
    }
}
