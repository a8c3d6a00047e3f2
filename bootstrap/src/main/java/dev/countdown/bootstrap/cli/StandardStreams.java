package dev.countdown.bootstrap.cli;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The standard streams that our parent had closed. The next file or socket that we open would take such a place, and the
 * guarded command would inherit it.
 */
public final class StandardStreams {

    public static final int IN = 0;
    public static final int ERR = 2;

    /** Holds the places, for as long as this process lives. */
    private static final List<RandomAccessFile> HELD = new ArrayList<>();

    private static final boolean[] CLOSED = new boolean[3];

    private StandardStreams() {}

    /** Before anything else is opened. */
    public static void settle() {
        for (int descriptor = IN; descriptor <= ERR; descriptor++) {
            CLOSED[descriptor] = isClosed(descriptor);
        }
    }

    /** Whether our parent had it closed. */
    public static boolean wasClosed(int descriptor) {
        return CLOSED[descriptor];
    }

    private static boolean isClosed(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            return Files.isSymbolicLink(link) ? isOfJava(Files.readSymbolicLink(link)) : hold();
        } catch (IOException e) {
            return false; // nobody can tell
        }
    }

    /** Java's own files are opened before our first line runs. */
    private static boolean isOfJava(Path target) throws IOException {
        if (target.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
                || target.toString().endsWith(".jsa")) {
            return true;
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path) && Files.isSameFile(path, target)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hold() throws IOException {
        boolean closed = Files.isDirectory(Path.of("/proc/self/fd"));
        if (closed) {
            HELD.add(new RandomAccessFile("/dev/null", "rw"));
        }
        return closed;
    }
}
