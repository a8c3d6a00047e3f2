package dev.countdown.bootstrap.keep.gate;

import dev.countdown.application.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What each command that guards a bot takes about it. */
public final class BotOptions {

    /** The variable that tells a bot where to ask. */
    public static final String URL = "COUNTDOWN_URL";

    @Option(
            names = "--gate-file",
            paramLabel = "FILE",
            description =
                    "A file that exists while orders of every scope may be placed, and says until when: Unix time in ms.")
    @Nullable
    Path gateFile;

    @Option(
            names = "--kill-after",
            paramLabel = "D",
            description = "How long the bot's processes have to end once told to, before SIGKILL. Default: 10s.")
    Duration killAfter = Duration.ofSeconds(10);

    /** How long its processes have to end once told to. */
    public Duration killAfter() {
        return killAfter;
    }

    /**
     * The file that a bot watches; empty if none was asked for.
     *
     * @param gate for how long orders may be placed at most, from now on; zero where they may not
     */
    public Optional<GateFile> gateFile(Supplier<Duration> gate) {
        return Optional.ofNullable(gateFile).map(file -> GateFile.at(file, gate, Scheduler.system()));
    }
}
