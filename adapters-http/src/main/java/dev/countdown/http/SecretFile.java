package dev.countdown.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IllegalArgumentException("secret file must be a regular file: " + file);
            }
            FilePermissions.check(file, System.getProperty("user.name", ""));
            byte[] bytes;
            try (InputStream input = Files.newInputStream(file)) {
                bytes = input.readNBytes(LIMIT + 1);
            }
            if (bytes.length > LIMIT) {
                throw new IllegalArgumentException("secret file must hold at most " + LIMIT + " bytes: " + file);
            }
            String secret = Credentials.bare(new String(bytes, StandardCharsets.UTF_8));
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("secret file must not be empty: " + file);
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalArgumentException("secret file cannot be read: " + file, e);
        }
    }
}
