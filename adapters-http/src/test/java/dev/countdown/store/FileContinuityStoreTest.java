package dev.countdown.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.ContinuityStoreException;
import dev.countdown.domain.Scope;
import dev.countdown.testing.contract.ContinuityStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class FileContinuityStoreTest extends ContinuityStoreContract {

    private static final ContinuityKey KEY = new ContinuityKey("api.test", "main", Scope.all());

    @TempDir
    Path parent;

    private Path directory;
    private final List<FileContinuityStore> opened = new ArrayList<>();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(parent.resolve("state"));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(FileContinuityStore::close);
    }

    @Override
    protected ContinuityStore open() {
        FileContinuityStore store = FileContinuityStore.in(directory);
        opened.add(store);
        return store;
    }

    @Override
    protected void damage(ContinuityKey key) throws IOException {
        Path file = onlyFile();
        Files.writeString(file, Files.readString(file).substring(0, 100));
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(directory)) {
            return files.reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }

    private static ContinuityRecord record(ContinuityKey key) {
        return new ContinuityRecord(key, 1, Optional.empty(), List.of(), OptionalLong.empty());
    }

    private Path saved() throws IOException {
        open().save(record(KEY)).toCompletableFuture().join();
        return onlyFile();
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        CompletionStage<?> load = open().load(KEY);
        return Assertions.assertThatThrownBy(() -> load.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ContinuityStoreException.class);
    }

    @Test
    void oneSmallFileIsLeftForEachScope() throws IOException {
        Path file = saved();
        assertThat(file.getFileName().toString()).matches("[0-9a-f]{32}\\.continuity");
        assertThat(Files.size(file)).isLessThan(500);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aRecordThatOthersMayWriteIsRefused() throws IOException {
        for (String permissions : List.of("rw-rw----", "rw----rw-")) {
            Files.setPosixFilePermissions(saved(), PosixFilePermissions.fromString(permissions));
            assertRefused().hasMessageStartingWith("record must not be writable by its group or by others: ");
        }
    }

    @Test
    void aPipeIsNotOpened() throws IOException, InterruptedException {
        Path file = saved();
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertRefused().hasMessage("record must be a regular file: " + file);
        assertThat(saved()).isRegularFile();
    }

    @Test
    void aDeviceThatNeverEndsIsNotRead() throws IOException {
        Path file = saved();
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertRefused().hasMessage("record must be a regular file: " + file);
        assertThat(saved()).isRegularFile();
    }

    @Test
    void aLongFileIsNotReadWhole() throws IOException {
        Files.writeString(saved(), "countdown-continuity 1\n" + "x".repeat(10_000_000));
        assertRefused().hasMessageStartingWith("a record must begin with: ");
    }

    @Test
    void aFileThatLiesInTheWayOfANewOneIsReplaced() throws IOException {
        Path file = saved();
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.createSymbolicLink(next, parent.resolve("elsewhere"));
        saved();
        assertThat(parent.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() throws IOException {
        Path file = saved();
        Files.delete(file);
        Files.createDirectory(file);
        Files.createFile(file.resolve("full"));
        CompletionStage<Void> save = open().save(record(KEY));
        Assertions.assertThatThrownBy(() -> save.toCompletableFuture().join())
                .cause()
                .isInstanceOf(ContinuityStoreException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void aCopiedRecordKeepsItsKey() throws IOException {
        ContinuityKey other = new ContinuityKey("api.test", "other", Scope.all());
        Path mine = saved();
        byte[] copy = Files.readAllBytes(mine);
        Files.delete(mine);
        open().save(record(other)).toCompletableFuture().join();
        Files.write(onlyFile(), copy);
        Optional<ContinuityRecord> loaded =
                open().load(other).toCompletableFuture().join();
        assertThat(loaded.orElseThrow().key()).isEqualTo(KEY);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsRefused() throws IOException {
        Path missing = parent.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileContinuityStore.in(missing))
                .withMessage("state directory must be a directory that exists: " + missing);
        Path file = Files.createFile(parent.resolve("file"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileContinuityStore.in(file))
                .withMessage("state directory must be a directory that exists: " + file);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileContinuityStore.in(directory))
                .withMessage("state directory must not be writable by its group or by others: " + directory);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileContinuityStore.in(Path.of("/proc")))
                .withMessage("state directory must be writable: /proc");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aClosedStoreHasWrittenWhatItWasAskedAndTakesNothingMore() {
        FileContinuityStore store = FileContinuityStore.in(directory);
        CompletionStage<Void> last = store.save(record(KEY));
        store.close();
        assertThat(last.toCompletableFuture()).isCompleted();
        assertThat(store.save(record(KEY)).toCompletableFuture()).isCompletedExceptionally();
    }
}
