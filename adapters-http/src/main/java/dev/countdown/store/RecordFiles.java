package dev.countdown.store;

import com.google.common.hash.Hashing;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/** Reads and writes records as files of one directory. Blocks; used by one thread. */
final class RecordFiles {

    private static final Set<PosixFilePermission> FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private static final FileAttribute<?> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    /** Ourselves: who owns what we make here. */
    private final UserPrincipal owner;

    private RecordFiles(Path directory, UserPrincipal owner) {
        this.directory = directory;
        this.owner = owner;
    }

    static RecordFiles in(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("state directory must be a directory that exists: " + directory);
        }
        try {
            Path probe = Files.createTempFile(directory, "probe", ".new");
            UserPrincipal us = Files.getOwner(probe);
            Files.delete(probe);
            String wrong = wrong(directory, us);
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("state directory must " + wrong + ": " + directory);
            }
            return new RecordFiles(directory, us);
        } catch (IOException e) {
            throw new IllegalArgumentException("state directory must be writable: " + directory, e);
        }
    }

    Optional<ContinuityRecord> read(ContinuityKey key) throws IOException {
        Path file = file(key);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // a pipe would block, a device never end
            throw new ContinuityStoreException("record must be a regular file: " + file);
        }
        String wrong = wrong(file, owner);
        if (!wrong.isEmpty()) {
            throw new ContinuityStoreException("record must " + wrong + ": " + file);
        }
        try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            String text = new String(input.readNBytes(ContinuityRecord.LONGEST_TEXT + 1), StandardCharsets.ISO_8859_1);
            return Optional.of(ContinuityRecord.parse(text));
        } catch (IllegalArgumentException damaged) {
            throw new ContinuityStoreException(damaged.getMessage() + ": " + file, damaged);
        }
    }

    /** Answers where it is now. */
    Path write(ContinuityRecord record) throws IOException {
        Path file = file(record.key());
        refuseOlder(file, record);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        ByteBuffer text = StandardCharsets.ISO_8859_1.encode(record.toText());
        Path made = isPosix(directory) ? Files.createFile(next, OURS) : Files.createFile(next);
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        if (isPosix(directory)) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
        return file;
    }

    private void refuseOlder(Path file, ContinuityRecord record) throws IOException {
        Optional<ContinuityRecord> stored;
        try {
            stored = read(record.key());
        } catch (ContinuityStoreException damaged) {
            return; // it is replaced
        }
        if (stored.filter(each -> each.key().equals(record.key()) && each.revision() > record.revision())
                .isPresent()) {
            throw new ContinuityStoreException("a newer record must not be replaced: " + file);
        }
    }

    /** A name that no file system takes for another, whatever the key holds. */
    private Path file(ContinuityKey key) {
        String digest = Hashing.sha256()
                .hashString(key.toString(), StandardCharsets.UTF_8)
                .toString();
        return directory.resolve(digest.substring(0, 32) + ".continuity");
    }

    /** What makes a file or directory unfit; empty if nothing does. Elsewhere than on POSIX nothing is known of it. */
    private static String wrong(Path path, UserPrincipal us) throws IOException {
        if (!isPosix(path)) {
            return "";
        }
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
        if (!attributes.owner().equals(us)) {
            return "belong to " + us.getName() + ", not to "
                    + attributes.owner().getName();
        }
        return attributes.permissions().stream().anyMatch(FOR_OTHERS::contains)
                ? "not be writable by its group or by others"
                : "";
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
