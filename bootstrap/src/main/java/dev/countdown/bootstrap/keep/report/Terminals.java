package dev.countdown.bootstrap.keep.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where our output goes. */
public final class Terminals {

    public static final int OUT = 1;
    public static final int ERR = 2;

    private Terminals() {}

    public static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // no such file system: lines are never wrong
        }
    }

    /** Whether a terminal can move its cursor. */
    public static boolean isSmart(Map<String, String> environment) {
        return !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
