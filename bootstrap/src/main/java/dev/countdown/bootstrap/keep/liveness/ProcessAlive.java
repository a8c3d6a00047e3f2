package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.process.ProcessTable;

/**
 * Alive while one process runs. The handle knows when that process started, so another that got its number is not taken
 * for it.
 */
public record ProcessAlive(ProcessHandle process) implements Liveness {

    /** What no later answer can be better than. */
    static final String FOR_GOOD = " for good: start this command again";

    static ProcessAlive of(long pid) {
        return ProcessHandle.of(pid)
                .map(ProcessAlive::new)
                .filter(alive -> alive.check().isAlive())
                .orElseThrow(() -> new UsageException("--pid must name a running process: " + pid));
    }

    @Override
    public Verdict check() {
        return process.isAlive() && ProcessTable.isRunning(process.pid())
                ? Verdict.alive()
                : Verdict.dead("process " + process.pid() + " is gone" + FOR_GOOD);
    }
}
