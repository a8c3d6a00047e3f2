package dev.countdown.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file that holds a secret and nothing else. Stateless, safe for use by many threads. */
public final class SecretFile {

    private SecretFile() {}

    /**
     * Reads the secret, from a file that nobody else can read. Its group may read it only where root owns it and we are not
     * root: so do systemd and Kubernetes hand a secret to a service that runs as another user. A file system without
     * permissions of this kind is taken as it is.
     *
     * @param file holds the secret, and white space around it at most
     * @return the secret, never blank
     * @throws IllegalArgumentException if others can read the file, or it cannot be read, or it is empty; the message names
     *     the file and never shows what it holds
     */
    public static String read(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && isOpen(view.readAttributes(), System.getProperty("user.name", ""))) {
                throw new IllegalArgumentException(
                        "secret file must not be readable by group or others (chmod 600): " + file);
            }
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("secret file must not be empty: " + file);
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalArgumentException("secret file cannot be read: " + file, e);
        }
    }

    private static boolean isOpen(PosixFileAttributes attributes, String user) {
        return isOpen(attributes.permissions(), attributes.owner().getName(), user);
    }

    static boolean isOpen(Set<PosixFilePermission> permissions, String owner, String user) {
        boolean handedOver = owner.equals("root") && !user.equals("root");
        return permissions.contains(PosixFilePermission.OTHERS_READ)
                || (permissions.contains(PosixFilePermission.GROUP_READ) && !handedOver);
    }
}
