package dev.countdown.bootstrap.keep.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The folder where the processes of one user find each other: it lasts as long as the host runs. */
public final class RuntimeFolder {

    private static final String NAME = "countdown";
    private static final Path OF_ROOT = Path.of("/run");
    private static final String OF_SERVICE = "RUNTIME_DIRECTORY";
    private static final String UID = "unix:uid";

    private RuntimeFolder() {}

    /** The folder for a new process, made if need be; empty, and complained of, if it cannot be used. */
    public static Optional<Path> open(Map<String, String> environment, Consumer<String> complaints) {
        Path folder = candidates(environment).get(0);
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!isOurs(folder)) {
                throw new IOException("it must be a folder that belongs to us and that no other user may write to");
            }
            return Optional.of(folder);
        } catch (IOException | RuntimeException e) {
            complaints.accept("countdown: runtime folder " + folder
                    + " cannot be used, so another process that keeps the"
                    + " same scope is not noticed, and countdown reconciled does not find this one: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** All that exist where a process of this user may be; for root also those of services, which have users of their own. */
    static List<Path> existing(Map<String, String> environment) {
        Stream<Path> others = given(environment, OF_SERVICE).isPresent() ? Stream.empty() : ofServices();
        return Stream.concat(candidates(environment).stream().filter(RuntimeFolder::isOurs), others)
                .distinct()
                .toList();
    }

    private static Stream<Path> ofServices() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(OF_ROOT, NAME + "*")) {
            return StreamSupport.stream(folders.spliterator(), false).filter(Files::isReadable).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Best first; the one of a service has no others beside it. */
    private static List<Path> candidates(Map<String, String> environment) {
        List<Path> found = new ArrayList<>();
        given(environment, OF_SERVICE).ifPresent(found::add);
        if (!found.isEmpty()) {
            return found;
        }
        given(environment, "XDG_RUNTIME_DIR")
                .filter(RuntimeFolder::isOurs)
                .ifPresent(base -> found.add(base.resolve(NAME)));
        Object us = us();
        if (us.equals(0) && Files.isWritable(OF_ROOT)) {
            found.add(OF_ROOT.resolve(NAME));
        }
        found.add(Path.of(System.getProperty("java.io.tmpdir"), NAME + "-" + us));
        return found;
    }

    /** systemd separates several by colons. */
    private static Optional<Path> given(Map<String, String> environment, String variable) {
        return Optional.of(environment.getOrDefault(variable, "").replaceAll(":.*", ""))
                .filter(text -> text.startsWith("/"))
                .map(Path::of);
    }

    /** Whether nobody else can put anything there. */
    private static boolean isOurs(Path folder) {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getAttribute(folder, UID, LinkOption.NOFOLLOW_LINKS)
                            .equals(us())
                    && !allowed.contains(PosixFilePermission.GROUP_WRITE)
                    && !allowed.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | RuntimeException e) { // it went, or the file system is none of POSIX
            return false;
        }
    }

    /** Our number, or our name where no file system tells the number. */
    private static Object us() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), UID);
        } catch (IOException | RuntimeException e) {
            return System.getProperty("user.name");
        }
    }
}
