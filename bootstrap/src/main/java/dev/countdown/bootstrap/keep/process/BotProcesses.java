package dev.countdown.bootstrap.keep.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * All processes of the bot: its first one, every descendant, and those that left their parents, as daemons do.
 * They are known by a mark in their environment, by a pipe that they inherited, by their parents, and by the process groups
 * and sessions that they made. Used by one thread.
 */
final class BotProcesses {

    /** So often is asked whether another process was made, and so many may have been. */
    private static final int ROUNDS = 100;

    private static final long MOST_NEW = 1000;

    private final ProcessInfo us =
            ProcessTable.find(ProcessHandle.current().pid()).orElseThrow();
    private final MarkedProcesses marks;
    private final Optional<InheritedPipe> pipe;

    /** As the last look that found any saw them. */
    private final Map<Long, ProcessInfo> members = new HashMap<>();

    BotProcesses(MarkedProcesses marks, Optional<InheritedPipe> pipe) {
        this.marks = marks;
        this.pipe = pipe;
    }

    void add(long pid) {
        ProcessTable.find(pid).ifPresent(process -> members.put(pid, process));
    }

    /** Those that run now. */
    Look look() {
        Look first = lookOnce();
        return first.over() ? lookOnce() : first; // one that runs its exec has no environment for a moment
    }

    private Look lookOnce() {
        long newest = ProcessTable.newest();
        boolean held = pipe.filter(InheritedPipe::isHeld).isPresent();
        List<ProcessInfo> all = ProcessTable.read().stream()
                .filter(process -> process.pid() != us.pid())
                .toList();
        List<ProcessInfo> running = running(all);
        if (running.isEmpty() && held) {
            running = all.stream()
                    .filter(process ->
                            pipe.filter(each -> each.isHeldAnywhereBy(process)).isPresent())
                    .toList();
        }
        if (!running.isEmpty()) {
            members.clear();
            running.forEach(process -> members.put(process.pid(), process));
            return Look.of(running.stream().map(ProcessTable::withCaught).toList());
        }
        if (held) {
            return Look.UNSEEN;
        }
        return marks.wereRead() ? lookAtNew(newest) : Look.UNCERTAIN;
    }

    /**
     * While all processes are looked at, one of the bot can make another and end before its turn. So those that were
     * made meanwhile are looked at, too, until no more were made.
     */
    private Look lookAtNew(long newest) {
        if (!ProcessTable.hasProc()) {
            return Look.OVER;
        }
        long last = newest;
        for (int round = 0; round < ROUNDS; round++) {
            long now = ProcessTable.newest();
            if (now == last) {
                return Look.OVER;
            }
            if (now < last || now - last > MOST_NEW) {
                return Look.UNCERTAIN;
            }
            List<ProcessInfo> made = LongStream.rangeClosed(last + 1, now)
                    .mapToObj(ProcessTable::find)
                    .flatMap(Optional::stream)
                    .filter(process -> !isOurThread(process))
                    .toList();
            boolean allRead = marks.know(made);
            if (made.stream().anyMatch(process -> isKnown(process) || marks.isMarked(process))) {
                return Look.UNSEEN;
            }
            if (allRead) { // else it runs its exec, or just ended
                last = now;
            }
        }
        return Look.UNCERTAIN;
    }

    private List<ProcessInfo> running(List<ProcessInfo> all) {
        Set<Long> found = new HashSet<>();
        if (ProcessTable.hasProc()) {
            found.addAll(marks.among(all));
        }
        all.stream()
                .filter(process -> pipe.filter(each -> each.isHeldBy(process)).isPresent())
                .forEach(process -> found.add(process.pid()));
        find(all, found, this::isKnown);
        find(all, found, process -> found.contains(process.parent()));
        return all.stream().filter(process -> found.contains(process.pid())).toList();
    }

    /** A thread has a number as well. */
    private static boolean isOurThread(ProcessInfo process) {
        return Files.exists(Path.of("/proc/self/task/" + process.pid()));
    }

    /** Until no more are found: a child may stand before its parent. */
    private static void find(List<ProcessInfo> all, Set<Long> found, Predicate<ProcessInfo> condition) {
        List<ProcessInfo> rest = new ArrayList<>(all);
        while (rest.removeIf(process -> condition.test(process) && found.add(process.pid()))) {
            rest.removeIf(process -> found.contains(process.pid()));
        }
    }

    private boolean isKnown(ProcessInfo process) {
        ProcessInfo member = members.get(process.pid());
        return (member != null && member.isSame(process))
                || members.values().stream()
                        .anyMatch(each -> isOwn(each.group(), us.group(), process.group())
                                || isOwn(each.session(), us.session(), process.session()));
    }

    /** A group or session that ours is not: its number is not given to another one while it lasts. */
    private static boolean isOwn(long members, long ours, long theirs) {
        return members != 0 && members != ours && members == theirs;
    }
}
