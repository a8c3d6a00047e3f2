package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Alive while a file was touched lately. Two ages must both be young: the one of its time stamp, and the one since we
 * saw the stamp change, so that a stamp in the future or a stepped clock keeps nothing alive. It is looked at on a thread of
 * its own: while the file system hangs, what was seen last grows old.
 */
final class FreshFile implements Liveness {

    private static final long LOOK_MILLIS = 100;

    private final Path file;
    private final Duration maxAge;
    private final Scheduler clock;
    private final Watchdog sinceChange;
    private long stamp = Long.MIN_VALUE;
    private long changes;
    private long lag;
    private boolean readable;

    /** Looks at it once. */
    FreshFile(Path file, Duration maxAge, Scheduler clock) {
        this.file = file;
        this.maxAge = maxAge;
        this.clock = clock;
        this.sinceChange = new Watchdog(clock, maxAge);
        look();
    }

    /** Looks at it again and again. */
    static FreshFile watching(Path file, Duration maxAge, Scheduler clock) {
        FreshFile fresh = new FreshFile(file, maxAge, clock);
        ScheduledFuture<?> unused = Executors.newSingleThreadScheduledExecutor(task -> DaemonThread.of("file", task))
                .scheduleWithFixedDelay(fresh::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return fresh;
    }

    void look() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            if (found.isDirectory()) { // changes with the files in it, by any writer
                unreadable();
            } else {
                seen(found.lastModifiedTime().toMillis());
            }
        } catch (IOException | RuntimeException e) {
            unreadable();
        } catch (Error e) {
            return; // such as out of memory: it is looked at again
        }
    }

    private synchronized void seen(long lastModified) {
        readable = true;
        if (stamp != lastModified) {
            stamp = lastModified;
            lag = clock.wallMillis() - stamp;
            changes++;
            sinceChange.pet();
        }
    }

    private synchronized void unreadable() {
        readable = false;
    }

    @Override
    public synchronized Verdict check() {
        if (!readable) {
            return Verdict.dead("file " + file + " cannot be read");
        }
        boolean lags = changes > 1
                && lag > maxAge.toMillis() / 2
                && sinceChange.check().isAlive();
        if (clock.wallMillis() - stamp < maxAge.toMillis()
                && sinceChange.check().isAlive()) {
            return Verdict.alive();
        }
        return Verdict.dead(
                lags
                        ? "file " + file + " is touched, but its time stamps lag by "
                                + DurationText.text(Duration.ofMillis(lag))
                        : "file " + file + " was not touched for " + DurationText.text(maxAge));
    }

    @Override
    public Duration askAgainWithin() {
        Duration usual = UNWATCHED.askAgainWithin();
        return maxAge.compareTo(usual) < 0 ? maxAge : usual;
    }
}
