package dev.countdown.bootstrap.keep.process;

import dev.countdown.bootstrap.cli.DaemonThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Which processes inherited a mark in their environment, even those that left their parents. To read the environment of a
 * process can hang where that process hangs, so another thread does it and is not awaited for long.
 */
final class MarkedProcesses {

    private static final long PATIENCE_MILLIS = 500;

    private final String mark;
    private final Executor reader;
    private final Map<Long, Seen> looks = new ConcurrentHashMap<>();
    private boolean wereRead = true;

    MarkedProcesses(String mark) {
        this(mark, reading -> DaemonThread.of("environments", reading).start());
    }

    /** What reads them may hang. */
    MarkedProcesses(String mark, Executor reader) {
        this.mark = mark;
        this.reader = reader;
    }

    private record Seen(long started, boolean marked) {}

    /** The numbers of those that carry the mark. Each process is looked at once. For one thread. */
    Set<Long> among(List<ProcessInfo> all) {
        Set<Long> running = new HashSet<>();
        List<ProcessInfo> unknown = all.stream()
                .filter(process -> running.add(process.pid()) && !isKnown(process))
                .toList();
        looks.keySet().retainAll(running);
        wereRead = unknown.isEmpty() || read(unknown);
        Set<Long> marked = new HashSet<>();
        looks.forEach((pid, look) -> {
            if (look.marked()) {
                marked.add(pid);
            }
        });
        return marked;
    }

    /** Whether the last {@link #among} had the time to look at each: else one may carry the mark that it did not find. */
    boolean wereRead() {
        return wereRead;
    }

    /** Looks at those of these that are not known; returns whether all are known now. */
    boolean know(List<ProcessInfo> some) {
        List<ProcessInfo> unknown =
                some.stream().filter(process -> !isKnown(process)).toList();
        return (unknown.isEmpty() || read(unknown)) && some.stream().allMatch(this::isKnown);
    }

    boolean isMarked(ProcessInfo process) {
        Seen look = looks.get(process.pid());
        return look != null && look.marked();
    }

    private boolean isKnown(ProcessInfo process) {
        Seen look = looks.get(process.pid());
        return look != null && look.started() == process.started();
    }

    /** Returns whether all of them were read. */
    private boolean read(List<ProcessInfo> unknown) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            reader.execute(() -> {
                unknown.forEach(this::read);
                done.countDown();
            });
            return done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS); // if not: at the next look
        } catch (OutOfMemoryError noThread) {
            return false; // as well
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One that hangs the reader is known before it does; one that is just being made has no environment yet. */
    private void read(ProcessInfo process) {
        looks.put(process.pid(), new Seen(process.started(), false));
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
            if (environment.length == 0) {
                looks.remove(process.pid());
            } else if (new String(environment, StandardCharsets.ISO_8859_1).contains(mark)) {
                looks.put(process.pid(), new Seen(process.started(), true));
            }
        } catch (IOException e) {
            // Another user's, or gone.
        }
    }
}
