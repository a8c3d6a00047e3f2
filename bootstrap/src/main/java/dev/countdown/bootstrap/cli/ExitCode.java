package dev.countdown.bootstrap.cli;

import java.util.Map;

/** What the process tells its parent. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int USAGE = 2;
    public static final int NOT_APPLIED = 3;
    public static final int UNKNOWN = 4;
    public static final int FIRED = 5;
    public static final int INTERNAL = 70;
    public static final int NOT_STARTED = 126;

    /** As Linux numbers them. */
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV",
            13, "SIGPIPE", 15, "SIGTERM");

    private ExitCode() {}

    /** As a shell reports a process that died of a signal. */
    public static int ofSignal(int number) {
        return 128 + number;
    }

    /** Such as {@code 1}, or {@code 137 (SIGKILL)} where it is that of a process that died of a signal. */
    public static String text(int code) {
        String signal = SIGNALS.getOrDefault(code - ofSignal(0), "");
        return signal.isEmpty() ? String.valueOf(code) : code + " (" + signal + ")";
    }
}
