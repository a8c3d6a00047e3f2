package dev.countdown.bootstrap;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The standard streams that our parent had closed. The next file or socket that we open would take such a place, and the
 * guarded command would inherit it.
 */
final class StandardStreams {

    static final int IN = 0;
    static final int ERR = 2;

    /** Holds the places, for as long as this process lives. */
    private static final List<RandomAccessFile> HELD = new ArrayList<>();

    private static final boolean[] CLOSED = new boolean[3];

    private StandardStreams() {}

    /** Before anything else is opened. */
    static void settle() {
        for (int descriptor = IN; descriptor <= ERR; descriptor++) {
            CLOSED[descriptor] = isClosed(descriptor);
        }
    }

    /** Whether our parent had it closed. */
    static boolean wasClosed(int descriptor) {
        return CLOSED[descriptor];
    }

    private static boolean isClosed(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return isOfJava(target);
        } catch (IOException noSuchOne) {
            return Files.exists(Path.of("/proc/self/fd")) && hold();
        }
    }

    /** Java's own files are opened before our first line runs. */
    private static boolean isOfJava(Path target) {
        Stream<String> paths = Stream.concat(
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)),
                Stream.of(System.getProperty("java.home")));
        return target.toString().endsWith(".jsa")
                || paths.map(StandardStreams::real).anyMatch(target::startsWith);
    }

    private static Path real(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException noSuchOne) {
            return Path.of("/no/such/path");
        }
    }

    private static boolean hold() {
        try {
            HELD.add(new RandomAccessFile("/dev/null", "rw"));
        } catch (IOException e) {
            return true; // there is no better way
        }
        return true;
    }
}
