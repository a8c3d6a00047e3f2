package dev.countdown.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads a secret from a file that only its owner can read. */
final class KeyFiles {

    private static final Set<PosixFilePermission> OPEN =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private KeyFiles() {}

    /** The file's one line. A file system without permissions of this kind is taken as it is. */
    static String read(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().stream().anyMatch(OPEN::contains)) {
                throw new IllegalArgumentException(
                        "secret file must not be readable by group or others (chmod 600): " + file);
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("secret file cannot be read: " + file, e);
        }
    }
}
