package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.UsageException;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say when the guarded strategy counts as alive; all must hold. */
public final class LivenessOptions {

    @Option(names = "--pid", paramLabel = "N", description = "Alive while this process runs.")
    @Nullable
    Long pid;

    @Option(
            names = "--fresh-file",
            paramLabel = "FILE",
            description = "Alive while this file was touched within --max-age.")
    @Nullable
    Path freshFile;

    @Option(
            names = "--health-url",
            paramLabel = "URL",
            description = "Alive while this URL answers 2xx in time. It is asked once a second and has 2 s.")
    @Nullable
    String healthUrl;

    @Option(
            names = "--health-failures",
            paramLabel = "N",
            description = "After how many bad answers in a row the URL counts as dead. Default: 3.")
    @Nullable
    Integer healthFailures;

    @Option(
            names = "--stdin-pets",
            description = "Alive while a line came on standard input within --max-age. Not with a COMMAND.")
    boolean stdinPets;

    @Option(names = "--max-age", paramLabel = "D", description = "How old a touch or a line may be, such as 10s.")
    @Nullable
    Duration maxAge;

    /**
     * Starts to watch the sources.
     *
     * @param botStarted whether the bot runs yet; empty if there is none
     * @param grace for a source that the bot brings to life, counted from its start
     */
    public List<Liveness> sources(Vertx vertx, Optional<BooleanSupplier> botStarted, Duration grace) {
        List<Liveness> sources = sources(vertx, botStarted.isPresent());
        return botStarted
                .map(started -> sources.stream()
                        .map(each -> each instanceof ProcessAlive // runs already
                                ? each
                                : new GracePeriodLiveness(each, started, grace, Scheduler.system()))
                        .toList())
                .orElse(sources);
    }

    /** Whether something is watched that only a strategy that works can keep alive. */
    public boolean noticesHangs() {
        return freshFile != null || healthUrl != null || stdinPets;
    }

    /** What is watched, whether that notices a hang, and if not, what would; for people. */
    public String watched(boolean bot) {
        List<String> parts = new ArrayList<>();
        if (bot) {
            parts.add("the end of the bot");
        }
        if (pid != null) {
            parts.add("process " + pid);
        }
        if (freshFile != null && maxAge != null) {
            parts.add(freshFile + ", touched within " + DurationText.text(maxAge));
        }
        if (healthUrl != null) {
            parts.add(ConnectionOptions.shown(healthUrl));
        }
        if (stdinPets && maxAge != null) {
            parts.add("standard input, a line within " + DurationText.text(maxAge));
        }
        String watched = "watched: " + (parts.isEmpty() ? "nothing" : String.join("; ", parts));
        return noticesHangs()
                ? watched
                : watched
                        + ". A strategy that hangs is not noticed, and its orders stand: add --fresh-file or --health-url"
                        + (bot ? "" : ", or --stdin-pets");
    }

    private List<Liveness> sources(Vertx vertx, boolean bot) {
        List<Liveness> sources = new ArrayList<>();
        if (pid != null) {
            sources.add(ProcessAlive.of(pid));
        }
        Scheduler clock = Scheduler.system();
        if (freshFile != null) {
            if (Files.isDirectory(freshFile)) {
                throw new UsageException("--fresh-file must be a file, not a directory: " + freshFile);
            }
            sources.add(FreshFile.watching(freshFile, maxAge("--fresh-file"), clock));
        }
        if (stdinPets) {
            if (bot) {
                throw new UsageException("--stdin-pets and a COMMAND exclude each other: standard input is the bot's");
            }
            sources.add(StdinPets.reading(System.in, maxAge("--stdin-pets"), clock));
        }
        if (healthUrl != null) {
            sources.add(HealthUrl.watching(vertx, healthUri(healthUrl), healthFailures(), clock));
        }
        if (healthFailures != null && healthUrl == null) {
            throw new UsageException("--health-failures needs --health-url: " + healthFailures);
        }
        if (maxAge != null && freshFile == null && !stdinPets) {
            throw new UsageException("--max-age needs --fresh-file or --stdin-pets: " + DurationText.text(maxAge));
        }
        return List.copyOf(sources);
    }

    private Duration maxAge(String option) {
        if (maxAge == null) {
            throw new UsageException(option + " needs --max-age");
        }
        if (maxAge.isZero()) {
            throw new UsageException("--max-age must be positive: 0");
        }
        return maxAge;
    }

    private int healthFailures() {
        int threshold = Objects.requireNonNullElse(healthFailures, 3);
        if (threshold < 1 || threshold > 100) {
            throw new UsageException("--health-failures must be 1 to 100: " + threshold);
        }
        return threshold;
    }

    private static URI healthUri(String text) {
        URI uri = ConnectionOptions.parse(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new UsageException("--health-url must be an http or https URL: " + ConnectionOptions.shown(text));
        }
        if (uri.getRawUserInfo() != null) {
            throw new UsageException("--health-url must name no user: " + uri.getHost());
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new UsageException("--health-url must have a port of 1 to 65535: " + ConnectionOptions.shown(text));
        }
        return uri;
    }
}
