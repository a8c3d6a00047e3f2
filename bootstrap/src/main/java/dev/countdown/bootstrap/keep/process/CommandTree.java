package dev.countdown.bootstrap.keep.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All processes of the guarded command: its first one, every descendant, and those that left their parents, as daemons do.
 * They are known by a mark in their environment, by their parents, and by the process groups and sessions that they made.
 * Used by one thread.
 */
final class CommandTree {

    private final ProcessInfo us =
            ProcessTable.find(ProcessHandle.current().pid()).orElseThrow();
    private final MarkedProcesses marks;

    /** As the last look saw them. */
    private final Map<Long, ProcessInfo> members = new HashMap<>();

    CommandTree(String mark) {
        marks = new MarkedProcesses(mark);
    }

    void add(long pid) {
        ProcessTable.find(pid).ifPresent(process -> members.put(pid, process));
    }

    /** Those that run now. */
    List<ProcessInfo> look() {
        List<ProcessInfo> seen = lookOnce();
        return seen.isEmpty() ? lookOnce() : seen; // one that was just made may be missed once
    }

    private List<ProcessInfo> lookOnce() {
        List<ProcessInfo> all = ProcessTable.read();
        Set<Long> found = new HashSet<>();
        if (ProcessTable.hasProc()) {
            found.addAll(marks.among(all));
        }
        find(all, found, this::isKnown);
        find(all, found, process -> found.contains(process.parent()));
        List<ProcessInfo> running = all.stream()
                .filter(process -> found.contains(process.pid()) && process.pid() != us.pid())
                .map(ProcessTable::withCaught)
                .toList();
        members.clear();
        running.forEach(process -> members.put(process.pid(), process));
        return running;
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
