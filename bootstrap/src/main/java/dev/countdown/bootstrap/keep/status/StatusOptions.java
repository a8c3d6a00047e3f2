package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the status page. */
public final class StatusOptions {

    /** The variable that tells a bot where to ask. */
    private static final String URL = "COUNTDOWN_URL";

    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s]*):)?(\\d{1,5})");

    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            description =
                    "Serve a status page, metrics, health and the order gate there, which a bot finds by COUNTDOWN_URL;"
                            + " the host is 127.0.0.1 unless given.")
    @Nullable
    String http;

    @Option(
            names = "--allow-reconciled",
            description = "Let everybody who sees the status page say there that orders were reconciled.")
    boolean allowReconciled;

    /**
     * What is served.
     *
     * @param variables where it is served, for a bot
     */
    public record Served(Map<String, String> variables, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    public Served serve(
            RunningKeepers keepers, TargetHistory board, Scheduler clock, Liveness pulse, Consumer<String> notices) {
        if (http == null) {
            if (allowReconciled) {
                throw new UsageException("--allow-reconciled needs --http");
            }
            return new Served(Map.of(), () -> {});
        }
        Matcher address = ADDRESS.matcher(http);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65535) {
            throw new UsageException("--http must be HOST:PORT: '" + http + "'");
        }
        String host = address.group(1) == null || address.group(1).isEmpty() ? "127.0.0.1" : address.group(1);
        StatusFeed feed = new StatusFeed(keepers, board, clock, pulse, allowReconciled);
        int port = Integer.parseInt(address.group(2));
        StatusServer server = StatusServer.start(host.replaceAll("[\\[\\]]", ""), port, feed, new Metrics(keepers));
        notices.accept("countdown: status page at http://" + host + ":" + server.port() + "/");
        return new Served(Map.of(URL, "http://" + reachable(host) + ":" + server.port()), server::close);
    }

    /** Who listens at every address of the machine is reached at its loopback. */
    static String reachable(String host) {
        if (host.matches("[0.]+")) {
            return "127.0.0.1";
        }
        return host.matches("\\[[0:.]+]") ? "[::1]" : host;
    }
}
