package dev.countdown.bootstrap;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Alive while a file was touched lately. Two ages must both be young: the one of its time stamp, and the one since we
 * saw the stamp change, so that a stamp in the future or a stepped clock keeps nothing alive. The file should be local,
 * since asking waits for the file system.
 */
final class FreshFile implements Liveness {

    private final Path file;
    private final Duration maxAge;
    private final Scheduler clock;
    private final Watchdog sinceChange;
    private long lastStamp = Long.MIN_VALUE;

    FreshFile(Path file, Duration maxAge, Scheduler clock) {
        this.file = file;
        this.maxAge = maxAge;
        this.clock = clock;
        this.sinceChange = new Watchdog(clock, maxAge);
    }

    @Override
    public synchronized Optional<String> failure() {
        long stamp;
        try {
            stamp = Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return Optional.of("file " + file + " cannot be read");
        }
        if (stamp != lastStamp) {
            lastStamp = stamp;
            sinceChange.pet();
        }
        boolean fresh = clock.wallMillis() - stamp < maxAge.toMillis()
                && sinceChange.failure().isEmpty();
        return fresh ? Optional.empty() : Optional.of("file " + file + " was not touched for " + Spans.text(maxAge));
    }

    @Override
    public Duration askAgainWithin() {
        Duration usual = UNWATCHED.askAgainWithin();
        return maxAge.compareTo(usual) < 0 ? maxAge : usual;
    }
}
