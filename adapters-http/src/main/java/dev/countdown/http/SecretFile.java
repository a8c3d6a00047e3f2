package dev.countdown.http;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A file that holds a secret and nothing else. Stateless, safe for use by many threads. */
public final class SecretFile {

    private static final int LIMIT = 4096;

    private SecretFile() {}

    /**
     * Reads the secret, from a file that nobody else can read: by its own permissions, or because a folder above it lets
     * nobody else in. Its group may read it where root owns it and we are not root: so do systemd, Kubernetes and Docker hand a
     * secret to a service. A file system without permissions of this kind is taken as it is.
     *
     * @param file a regular file of at most 4096 bytes; holds the secret, and white space and a byte order mark around it at
     *     most
     * @return the secret, never blank
     * @throws IllegalArgumentException if others can read the file, or it cannot be read, or it is empty; the message names
     *     the file and never shows what it holds
     */
    public static String read(Path file) {
        return read(file, LIMIT);
    }

    /**
     * The same of a file that may be longer, such as a private key with its certificates.
     *
     * @param file a regular file; holds the secret, and white space and a byte order mark around it at most
     * @param limit how many bytes it may hold
     * @return the secret, never blank
     * @throws IllegalArgumentException as {@link #read(Path)}
     */
    public static String read(Path file, int limit) {
        try {
            checkArgument(
                    !Files.exists(file) || Files.isRegularFile(file), "secret file must be a regular file: %s", file);
            check(file, System.getProperty("user.name", ""));
            byte[] bytes;
            try (InputStream input = Files.newInputStream(file)) {
                bytes = input.readNBytes(limit + 1);
            }
            checkArgument(bytes.length <= limit, "secret file must hold at most %s bytes: %s", limit, file);
            String secret = Credentials.bare(new String(bytes, StandardCharsets.UTF_8));
            checkArgument(!secret.isEmpty(), "secret file must not be empty: %s", file);
            return secret;
        } catch (IOException e) {
            throw new IllegalArgumentException("secret file cannot be read: " + file, e);
        }
    }

    /** Refuses a file that others than its owner, root and we can read. */
    private static void check(Path file, String user) throws IOException {
        Optional<PosixFileAttributes> attributes = attributes(file);
        if (attributes.isEmpty()) {
            return;
        }
        Set<PosixFilePermission> permissions = attributes.get().permissions();
        boolean open = isOpen(permissions, attributes.get().owner().getName(), user);
        if (open && !isShutAway(file.toRealPath(), user)) {
            throw new IllegalArgumentException("secret file must not be readable by group or others: " + file + " is "
                    + PosixFilePermissions.toString(permissions)
                    + "; chmod 600, or where it is mounted read-only defaultMode: 0440 (Kubernetes)"
                    + " or mode: 0440 (Docker), for root 0400");
        }
    }

    static boolean isOpen(Set<PosixFilePermission> permissions, String owner, String user) {
        boolean handedOver = isRoot(owner) && !isRoot(user);
        return permissions.contains(PosixFilePermission.OTHERS_READ)
                || (permissions.contains(PosixFilePermission.GROUP_READ) && !handedOver);
    }

    /** A folder above it that nobody but root or us may enter keeps all that is below from everybody else. */
    private static boolean isShutAway(Path real, String user) throws IOException {
        for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
            Optional<PosixFileAttributes> attributes = attributes(folder);
            if (attributes.filter(each -> isShut(each, user)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShut(PosixFileAttributes folder, String user) {
        String owner = folder.owner().getName();
        return (isRoot(owner) || owner.equals(user))
                && !folder.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)
                && !folder.permissions().contains(PosixFilePermission.GROUP_EXECUTE);
    }

    private static Optional<PosixFileAttributes> attributes(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? Optional.empty() : Optional.of(view.readAttributes());
    }

    /** By its number where no name is known, as in a container. */
    private static boolean isRoot(String name) {
        return name.equals("root") || name.equals("0");
    }
}
