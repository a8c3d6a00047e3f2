package dev.countdown.bootstrap;

/** What the process tells its parent. */
final class ExitCode {
    static final int DONE = 0;
    static final int USAGE = 2;
    static final int NOT_APPLIED = 3;
    static final int UNKNOWN = 4;
    static final int FIRED = 5;
    static final int INTERNAL = 70;
    static final int NOT_STARTED = 126;

    private ExitCode() {}

    /** As a shell reports a process that died of a signal. */
    static int ofSignal(int number) {
        return 128 + number;
    }
}
