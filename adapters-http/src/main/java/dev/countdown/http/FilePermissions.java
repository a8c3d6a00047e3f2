package dev.countdown.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Whether others than its owner, root and us can read a file. */
final class FilePermissions {

    private FilePermissions() {}

    static void check(Path file, String user) throws IOException {
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
