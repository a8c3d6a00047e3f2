package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.gate.BotOptions;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the status page. */
public final class StatusOptions {

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

        private static final Served NOTHING = new Served(Map.of(), () -> {});

        @Override
        public void close() {
            end.run();
        }
    }

    public Served serve(
            RunningKeepers keepers, TargetHistory board, Scheduler clock, Liveness pulse, Consumer<String> notices) {
        if (http == null && allowReconciled) {
            throw new UsageException("--allow-reconciled needs --http");
        }
        return serve(http, new StatusFeed(keepers, board, clock, pulse, allowReconciled), notices);
    }

    /** The page of a node of several. It has no order gate: each bot has one of its own. */
    public static Served serveNode(
            @Nullable String http,
            RunningKeepers keepers,
            TargetHistory board,
            Scheduler clock,
            Liveness pulse,
            GuardView guard,
            Consumer<String> notices) {
        return serve(http, new StatusFeed(keepers, board, clock, pulse, false, Optional.of(guard)), notices);
    }

    private static Served serve(@Nullable String http, StatusFeed feed, Consumer<String> notices) {
        if (http == null) {
            return Served.NOTHING;
        }
        ListenAddress address = ListenAddress.parse("--http", http);
        StatusServer server = StatusServer.start(address, feed, new Metrics(feed.keepers(), feed.guard()));
        notices.accept("countdown: status page at http://" + address.withPort(server.port()) + "/");
        return new Served(
                Map.of(BotOptions.URL, "http://" + reachable(address).withPort(server.port())), server::close);
    }

    /** Who listens at every address of the machine is reached at its loopback. */
    static ListenAddress reachable(ListenAddress address) {
        if (address.host().matches("[0.]+")) {
            return new ListenAddress("127.0.0.1", address.port());
        }
        return address.host().matches("[0:.]+") ? new ListenAddress("::1", address.port()) : address;
    }
}
