package dev.countdown.bootstrap;

import dev.countdown.bootstrap.keep.liveness.ProcessAlive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A bot in shell, for {@code keep} to guard: it says which process it is, notes each signal that it hears, and ends when a
 * file says so.
 */
public final class Bot {

    /** What it does when it is told to end. */
    public enum Manner {
        ENDS("exit 0"),
        STAYS(":"),
        CRASHES("exit 1"),
        CRASHES_LATER("sleep 0.5; exit 1"),
        SEGFAULTS("trap - SEGV; kill -SEGV $$");

        private final String action;

        Manner(String action) {
            this.action = action;
        }
    }

    /** How it comes to run below what {@code keep} starts. */
    public enum Shape {
        EXEC("exec BOT"),
        SETSID("exec setsid BOT"),
        SHELL("BOT; true"),
        PIPE("BOT | cat"),
        WAITED_FOR("BOT & wait"),
        BACKGROUND("BOT &"),
        DAEMON("setsid BOT </dev/null >/dev/null 2>&1 &"),
        DAEMON_WITH_ANOTHER_ENVIRONMENT("env -i PATH=\"$PATH\" setsid BOT </dev/null >/dev/null 2>&1 & sleep 1"),
        DAEMON_WITHOUT_ENVIRONMENT("env -i PATH=\"$PATH\" setsid BOT </dev/null >/dev/null 2>&1 &"),
        DAEMON_FORKED_TWICE("(env -i PATH=\"$PATH\" setsid sh -c 'BOT & exit' &) </dev/null >/dev/null 2>&1"),
        DAEMON_WITHOUT_DESCRIPTORS("setsid BOT </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &");

        private final String script;

        Shape(String script) {
            this.script = script;
        }

        List<String> command(Bot bot) {
            return List.of("sh", "-c", script.replace("BOT", "sh " + bot.script));
        }
    }

    private static final String SCRIPT = """
            for s in INT TERM HUP; do trap "echo $s >> FOLDER/heard; ACTION" $s; done
            for s in USR1 USR2; do trap "echo $s >> FOLDER/heard" $s; done
            echo $$ > FOLDER/pid.new && mv FOLDER/pid.new FOLDER/pid
            while [ ! -e FOLDER/end ]; do sleep 0.1 & wait $!; done
            exit $(cat FOLDER/end)
            """;

    private final Path folder;
    private final Path script;

    public Bot(Path folder, Manner manner) {
        this.folder = folder;
        this.script = folder.resolve("bot.sh");
        write(script, SCRIPT.replace("FOLDER", folder.toString()).replace("ACTION", manner.action));
    }

    /** Its process, now or soon. */
    public ProcessHandle process() {
        Await.until("the bot runs", () -> Files.exists(folder.resolve("pid")));
        return ProcessHandle.of(pid()).orElseThrow();
    }

    private long pid() {
        return Long.parseLong(read(folder.resolve("pid")).strip());
    }

    public void kill() {
        if (Files.exists(folder.resolve("pid"))) {
            ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** A dead process whose parent never asks about it still has a number. */
    public static boolean runs(ProcessHandle process) {
        return new ProcessAlive(process).check().isAlive();
    }

    public List<String> heard() {
        Path heard = folder.resolve("heard");
        return Files.exists(heard) ? read(heard).lines().toList() : List.of();
    }

    public void awaitHeard(String signal) {
        Await.until("the bot hears " + signal, () -> heard().contains(signal));
    }

    public void end(int code) {
        write(folder.resolve("end.new"), String.valueOf(code));
        try {
            Files.move(folder.resolve("end.new"), folder.resolve("end"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
