package dev.countdown.bootstrap.keep.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pipe whose writing end every process of the bot inherits, and nobody else: as long as one of them runs, the pipe does
 * not end, however the process was made. A process that closes its descriptors does not count, so the end of the pipe alone
 * proves nothing. Needs Linux. Used by one thread.
 */
final class InheritedPipe {

    /** Its number in the bot: one digit, because shells read no more, and seldom used by scripts. */
    static final int DESCRIPTOR = 7;

    private static final Path OURS = Path.of("/proc/self/fd");

    /** So many bytes tell one pipe from another that was made at the same moment. */
    private static final AtomicInteger SIGNS = new AtomicInteger();

    private static final int MOST_READS = 100;

    private final Pipe pipe;
    private final File writingEnd;
    private final String name;
    private final ByteBuffer unread = ByteBuffer.allocate(4096);
    private boolean ended;

    private InheritedPipe(Pipe pipe, File writingEnd, String name) {
        this.pipe = pipe;
        this.writingEnd = writingEnd;
        this.name = name;
    }

    /** Empty where there is no such thing: then the other signs of a process must do. */
    static Optional<InheritedPipe> open() {
        if (!Files.isDirectory(OURS)) {
            return Optional.empty();
        }
        try {
            Set<String> before = names();
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            int sign = 1 + Math.floorMod(SIGNS.getAndIncrement(), 4096); // never blocks
            pipe.sink().write(ByteBuffer.allocate(sign));
            for (File each : descriptors()) {
                String name = target(each.toPath());
                if (name.startsWith("pipe:") && !before.contains(name) && holds(sign, each)) {
                    return Optional.of(new InheritedPipe(pipe, each, name));
                }
            }
            close(pipe.sink());
            close(pipe.source());
        } catch (IOException e) {
            // No more descriptors: the bot is worth more than this.
        }
        return Optional.empty();
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (File each : descriptors()) {
            names.add(target(each.toPath()));
        }
        return names;
    }

    /** Opened for both directions, because to open a pipe for reading can block where somebody else closed its other end. */
    private static boolean holds(int sign, File descriptor) {
        try (RandomAccessFile both = new RandomAccessFile(descriptor, "rw");
                FileInputStream end = new FileInputStream(both.getFD())) {
            return end.available() == sign;
        } catch (IOException e) {
            return false; // somebody else's, and gone
        }
    }

    private static File[] descriptors() {
        return files(OURS);
    }

    private static File[] files(Path folder) {
        File[] files = folder.toFile().listFiles();
        return files == null ? new File[0] : files;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile, or another user's
        }
    }

    /** To be opened by what starts the bot. */
    File writingEnd() {
        return writingEnd;
    }

    /** As {@code /proc} calls it. */
    String name() {
        return name;
    }

    /** The bot has its end, or never will: ours is not needed any more. */
    void handedOver() {
        close(pipe.sink());
    }

    /** The bot never started. */
    void discard() {
        close(pipe.sink());
        close(pipe.source());
    }

    private static void close(Channel end) {
        try {
            end.close();
        } catch (IOException e) {
            // An end that stays open says that the bot runs: nothing is disarmed then.
        }
    }

    /** Whether any process has the writing end open; where that cannot be told, too. Never blocks. What is written goes nowhere. */
    boolean isHeld() {
        int read = 1;
        for (int i = 0; i < MOST_READS && !ended && read > 0; i++) {
            try {
                read = pipe.source().read(unread.clear());
                ended = read < 0;
            } catch (IOException e) {
                return true;
            }
        }
        return !ended;
    }

    /** Whether this process has it, as it inherited it. */
    boolean isHeldBy(ProcessInfo process) {
        return !ended
                && target(folder(process).resolve(String.valueOf(DESCRIPTOR))).equals(name);
    }

    /** Whether this process has it at any number. */
    boolean isHeldAnywhereBy(ProcessInfo process) {
        for (File each : files(folder(process))) {
            if (target(each.toPath()).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Path folder(ProcessInfo process) {
        return Path.of("/proc/" + process.pid() + "/fd");
    }
}
