package dev.countdown.bootstrap.keep.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of this machine that run, as {@code /proc} tells them; where there is none, as far as Java knows them. What
 * is read here never blocks. A dead process that its parent has not asked about yet is left out.
 */
public final class ProcessTable {

    private static final boolean HAS_PROC = Files.exists(Path.of("/proc/self/stat"));
    private static final Pattern CAUGHT = Pattern.compile("(?m)^SigCgt:\\s*([0-9a-f]+)$");
    private static final Pattern NEWEST = Pattern.compile("(\\d+)\\s*$");
    private static final long KERNEL_THREAD = 0x0020_0000;

    private ProcessTable() {}

    static boolean hasProc() {
        return HAS_PROC;
    }

    static List<ProcessInfo> read() {
        if (!HAS_PROC) {
            return ProcessHandle.allProcesses().map(ProcessTable::known).toList();
        }
        List<ProcessInfo> all = new ArrayList<>();
        String[] names = new File("/proc").list();
        for (String name : names == null ? new String[0] : names) {
            if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
                stat(name).ifPresent(all::add);
            }
        }
        return all;
    }

    /** The number that was given to a process or a thread last; numbers rise until they start from the lowest again. */
    static long newest() {
        Matcher newest = NEWEST.matcher(text("/proc/loadavg"));
        return newest.find() ? Long.parseLong(newest.group(1)) : 0;
    }

    /** Empty if it does not run. */
    static Optional<ProcessInfo> find(long pid) {
        return HAS_PROC ? stat(String.valueOf(pid)) : ProcessHandle.of(pid).map(ProcessTable::known);
    }

    /** Whether it runs, and is not merely waiting for its parent to ask about it. */
    public static boolean isRunning(long pid) {
        return find(pid).isPresent();
    }

    private static ProcessInfo known(ProcessHandle process) {
        String path = process.info().command().orElse("?");
        return new ProcessInfo(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L),
                process.parent().map(ProcessHandle::pid).orElse(0L),
                0,
                0,
                0,
                printable(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** See {@code proc(5)}; the name stands in parentheses and may hold anything. */
    private static Optional<ProcessInfo> stat(String pid) {
        String stat = text("/proc/" + pid + "/stat");
        int open = stat.indexOf('(');
        int end = stat.lastIndexOf(')');
        String[] fields = end < 0 ? new String[0] : stat.substring(end + 2).split(" ", -1);
        if (fields.length < 20 || open < 0) {
            return Optional.empty();
        }
        boolean dead =
                "ZX".contains(fields[0]) && Long.parseLong(fields[17]) <= 1; // others may outlive the first thread
        if (dead || (Long.parseLong(fields[6]) & KERNEL_THREAD) != 0) {
            return Optional.empty();
        }
        return Optional.of(new ProcessInfo(
                Long.parseLong(pid),
                Long.parseLong(fields[19]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                0,
                printable(stat.substring(open + 1, end))));
    }

    /** The same process with the signals that it has handlers for. */
    static ProcessInfo withCaught(ProcessInfo process) {
        Matcher caught = CAUGHT.matcher(text("/proc/" + process.pid() + "/status"));
        return new ProcessInfo(
                process.pid(),
                process.started(),
                process.parent(),
                process.group(),
                process.session(),
                caught.find() ? Long.parseUnsignedLong(caught.group(1), 16) : 0,
                process.name());
    }

    private static String text(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it went meanwhile
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[^ -~]", "?");
    }
}
