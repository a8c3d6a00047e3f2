package dev.countdown.bootstrap.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process holds: live objects after a full collection, threads, open files and sockets. */
record Usage(long liveKib, long threads, long files) {

    static Usage of(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", "" + pid, "fd"))) {
            return new Usage(live(pid) / 1024, threads(pid), open.count());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The last line of the histogram is {@code Total INSTANCES BYTES}. */
    private static long live(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(jcmd, "" + pid, "GC.class_histogram").start();
        String text = new String(histogram.getInputStream().readAllBytes());
        String[] total = text.substring(text.lastIndexOf("Total")).trim().split("\\s+");
        return Long.parseLong(total[2]);
    }

    private static long threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + pid, "task"))) {
            return tasks.count();
        }
    }
}
