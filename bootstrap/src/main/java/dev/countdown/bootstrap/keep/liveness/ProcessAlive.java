package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.bootstrap.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Alive while one process runs. The handle knows when that process started, so another that got its number is not taken
 * for it.
 */
public record ProcessAlive(ProcessHandle process) implements Liveness {

    /** What no later answer can be better than. */
    static final String FOR_GOOD = " for good: start keep again";

    static ProcessAlive of(long pid) {
        return ProcessHandle.of(pid)
                .map(ProcessAlive::new)
                .filter(alive -> alive.check().isAlive())
                .orElseThrow(() -> new UsageException("--pid must name a running process: " + pid));
    }

    @Override
    public Verdict check() {
        return process.isAlive() && !isZombie()
                ? Verdict.alive()
                : Verdict.dead("process " + process.pid() + " is gone" + FOR_GOOD);
    }

    /** A dead process that its parent has not asked about yet. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException e) {
            return false; // no such file system, or the process just went: the handle knows
        }
    }
}
