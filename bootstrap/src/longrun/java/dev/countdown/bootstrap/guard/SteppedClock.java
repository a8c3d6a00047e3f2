package dev.countdown.bootstrap.guard;

import dev.countdown.bootstrap.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The wall clock of a process, which libfaketime steps while the process runs. The monotonic clock goes on, so a forward step is
 * what a suspend looks like as well.
 */
final class SteppedClock {

    private final Path file;
    private Duration offset = Duration.ZERO;

    SteppedClock(Path folder, String name) {
        file = folder.resolve(name + ".offset");
        write();
    }

    /** Why none can be stepped here; empty if one can. */
    static String obstacle(Path folder) {
        if (library().isEmpty()) {
            return "there is no libfaketime here: install the package faketime";
        }
        SteppedClock clock = new SteppedClock(folder, "tried");
        clock.offset = Duration.ofHours(1);
        clock.write();
        try {
            ProcessBuilder date = new ProcessBuilder("date", "+%s");
            date.environment().putAll(clock.environment());
            Process process = date.start();
            String seconds = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            tidy(process.pid());
            return seconds.matches("\\d+")
                            && Long.parseLong(seconds) > Instant.now().getEpochSecond() + 1_800
                    ? ""
                    : "libfaketime steps no clock here: date says " + seconds;
        } catch (IOException e) {
            return "date does not run here: " + e.getMessage();
        }
    }

    /** The one for many threads, where Debian has it, or others. */
    private static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return Stream.concat(folders, Stream.of(Path.of("/usr/lib"), Path.of("/usr/lib64")))
                    .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Of the process whose clock this shall be. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", library().map(Path::toString).orElse(""));
        environment.put("FAKETIME_TIMESTAMP_FILE", file.toString());
        environment.put("FAKETIME_NO_CACHE", "1");
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // or the timed waits of a JVM end at once
        return environment;
    }

    /** libfaketime leaves its shared memory behind. */
    static void tidy(long pid) {
        try {
            Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + pid));
            Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Steps it.
     *
     * @param read asks the process what its wall clock says
     */
    void step(Duration by, Supplier<Instant> read) {
        offset = offset.plus(by);
        write();
        Await.until("the process sees the step", () -> {
            Instant from = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Instant seen = read.get().minus(offset);
            return !seen.isBefore(from) && !seen.isAfter(Instant.now());
        });
    }

    /** At once: a process reads it at any moment. */
    private void write() {
        try {
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), "%+d".formatted(offset.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
