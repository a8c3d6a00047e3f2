package dev.countdown.bootstrap;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The command that is guarded, as our child process. Dead once it failed, except where it was told to end before. */
final class Child implements Liveness {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final List<String> command;
    private volatile @Nullable Process process;
    private volatile boolean mayEnd;

    Child(List<String> command) {
        this.command = List.copyOf(command);
    }

    boolean isCommand() {
        return !command.isEmpty();
    }

    boolean isStarted() {
        return process != null;
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /**
     * Its standard output joins our standard error: ours is for events. The shell does both, and is gone by its exec.
     */
    void start(IntConsumer gone) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >&2", "sh"));
        line.addAll(command);
        try {
            Process started = new ProcessBuilder(line).inheritIO().start();
            process = started;
            CompletionStage<Process> end = started.onExit();
            end.thenAccept(ended -> gone.accept(ended.exitValue()));
        } catch (IOException e) {
            throw new UsageException("command must be one that can be started: " + command.get(0), e);
        }
    }

    /** From now on its end is no death. */
    void mayEnd() {
        mayEnd = true;
    }

    void signal(String name) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + running.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            running.destroy();
        }
    }

    /** SIGTERM, and SIGKILL to one that does not heed it. */
    void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            Scheduler.system().schedule(GRACE, running::destroyForcibly);
        }
    }

    @Override
    public Optional<String> failure() {
        Process started = process;
        if (started == null || started.isAlive() || mayEnd || started.exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of("the command ended with " + started.exitValue());
    }
}
