package dev.countdown.bootstrap.cli;

/** What the process tells its parent. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int USAGE = 2;
    public static final int NOT_APPLIED = 3;
    public static final int UNKNOWN = 4;
    public static final int FIRED = 5;
    public static final int INTERNAL = 70;
    public static final int NOT_STARTED = 126;

    private ExitCode() {}

    /** As a shell reports a process that died of a signal. */
    public static int ofSignal(int number) {
        return 128 + number;
    }
}
