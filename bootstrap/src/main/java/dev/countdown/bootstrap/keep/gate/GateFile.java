package dev.countdown.bootstrap.keep.gate;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A file that exists while the gate of every scope is open, and says until when: in Unix milliseconds, and on a second line in
 * words. A thread of its own writes and removes it, so that a disk that hangs delays nothing, and a hang of the deciding thread
 * keeps no file. A process that is killed leaves it: a reader compares the time.
 */
public final class GateFile implements AutoCloseable {

    /** It is told of each event; this is for what no event tells. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Two looks at the clocks differ by a few milliseconds. The file says less than is so, never more. */
    private static final long SLACK_MILLIS = 10;

    private static final long LONGEST = 64;

    private final Path file;
    private final Supplier<Duration> gate;
    private final Scheduler clock;
    private final Semaphore news = new Semaphore(0);
    private Consumer<String> complaints = line -> {};
    private Thread thread = DaemonThread.of("gate-file", () -> {});
    private volatile boolean closed;
    private boolean complained;
    private long written;

    private GateFile(Path file, Supplier<Duration> gate, Scheduler clock) {
        this.file = file;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Removes what a killed process left.
     *
     * @param gate for how long orders may be placed at most, from now on; zero where they may not
     * @throws UsageException if no such file can be kept there, or the file there is another's
     */
    public static GateFile at(Path file, Supplier<Duration> gate, Scheduler clock) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new UsageException("--gate-file must be a file, not a directory: " + file);
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UsageException("--gate-file must be in a folder that exists and can be written to: " + file);
        }
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isGateFile(file)) {
                throw new UsageException("--gate-file must name no file of something else: " + file);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UsageException("--gate-file must be a file that can be removed: " + file, e);
        }
        return new GateFile(file, gate, clock);
    }

    private static boolean isGateFile(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) < LONGEST
                && Files.readString(file).matches("\\d{1,15}\n[0-9T:.-]+Z\n");
    }

    /**
     * Follows the gate from now on; complains of a disk that fails, once until it works again.
     *
     * @return to be run after every event, any of which may open or shut the gate
     */
    public Runnable follow(Consumer<String> told) {
        complaints = told;
        thread = DaemonThread.of("gate-file", this::run);
        thread.start();
        return news::release;
    }

    private void run() {
        try {
            while (!closed) {
                boolean unused = news.tryAcquire(lookOrComplain().toNanos(), TimeUnit.NANOSECONDS);
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        attempt(() -> Files.deleteIfExists(file));
    }

    private Duration lookOrComplain() {
        try {
            return look();
        } catch (RuntimeException | Error e) { // even out of memory: the file must not outlive its claim
            complain(e);
            return LOOK;
        }
    }

    /** Answers when to look again: at the end of the claim at the latest. */
    private Duration look() {
        Duration holdsFor = gate.get();
        if (holdsFor.isZero()) {
            written = 0;
            attempt(() -> Files.deleteIfExists(file));
            return LOOK;
        }
        long until = clock.wallMillis() + holdsFor.toMillis() - SLACK_MILLIS;
        if (until < written || until > written + 2 * SLACK_MILLIS) {
            attempt(() -> write(until));
        }
        return holdsFor.compareTo(LOOK) < 0 ? holdsFor : LOOK;
    }

    private interface FileWork {
        Object run() throws IOException;
    }

    private void attempt(FileWork work) {
        try {
            Object unused = work.run();
            complained = false;
        } catch (IOException | RuntimeException e) {
            complain(e);
        }
    }

    private void complain(Throwable e) {
        if (!complained) {
            complained = true;
            complaints.accept("countdown: the gate file cannot be written or removed: " + e);
        }
    }

    private Path write(long until) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.writeString(next, until + "\n" + Instant.ofEpochMilli(until) + "\n", StandardOpenOption.CREATE_NEW);
        Path moved = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        written = until;
        return moved;
    }

    /** Removes it; waits for a disk that hangs for a moment only. */
    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
