package dev.countdown.bootstrap.guard;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.OutputOptions;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.SystemdNotifier;
import dev.countdown.bootstrap.keep.check.ScopeWarnings;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.config.OwnNode;
import dev.countdown.bootstrap.keep.report.EventView;
import dev.countdown.bootstrap.keep.report.EventViews;
import dev.countdown.bootstrap.keep.report.EventWords;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.status.StatusOptions;
import dev.countdown.bootstrap.keep.target.Budgets;
import dev.countdown.bootstrap.keep.target.Gateways;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "guard",
        description = "Keeps scopes armed on this machine and on others at once, for bots that pet over HTTP.",
        footer = {
            "",
            "Example: countdown guard --config guard.toml --http 9464",
            "",
            "A scope is renewed while all of its bots pet. Each node renews by itself, so a node",
            "that dies or is restarted fires nothing. An end by SIGTERM or SIGINT sends nothing.",
            "SIGHUP takes another list of nodes from the file. For other changes restart the",
            "nodes, one after the other.",
            "",
            ConnectionOptions.VARIABLES
                    + OutputOptions.VARIABLES
                    + "%n  TERM                  dumb: lines instead of a live table"
                    + "%n  HOSTNAME              the name of the node, unless the file says it"
                    + "%n  COUNTDOWN_SELF        which of the nodes this is, unless the file says it"
                    + "%n  NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID  set by systemd"
                    + "%nand those that the file names."
        })
public final class GuardCommand implements Callable<Integer> {

    private static final Duration TURN = Duration.ofSeconds(1);

    /** Health is for good only where the deciding thread turns. */
    private static final Duration STALLED = Duration.ofSeconds(10);

    /** No echo of an earlier process of this node is taken for one of this. */
    private static final long FIRST_ECHOES = 1L << 52;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "A TOML file with [guard], accounts, scopes and their bots.")
    Path file = Path.of("guard.toml");

    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            description = "Serve a status page, metrics and health there; the host is 127.0.0.1 unless given.")
    @Nullable
    String http;

    @Option(names = "--json", description = "Print each event as one JSON object.")
    boolean json;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final BlockingQueue<Signals.Told> signals = new LinkedBlockingQueue<>();

    /** Where complaints go: the view shows them where it does not overwrite them. */
    private volatile Consumer<String> told = this::printLine;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Config config = ConfigFile.read(file, environment);
        GuardSection guard =
                config.guard().orElseThrow(() -> new UsageException("--config must name a file with [guard]: " + file));
        try (Gateways exchanges = new Gateways();
                SystemdNotifier manager = SystemdNotifier.of(environment, this::complain)) {
            exchanges.sign(config.readCredentials());
            ScopeWarnings.lines(config.targets()).forEach(line -> complain("countdown: " + line));
            return keep(config, guard, exchanges, manager, environment);
        }
    }

    private int keep(
            Config config,
            GuardSection guard,
            Gateways exchanges,
            SystemdNotifier manager,
            Map<String, String> environment)
            throws InterruptedException {
        Scheduler scheduler = Scheduler.system();
        RunningKeepers keepers = new RunningKeepers(
                exchanges::of,
                Liveness.UNWATCHED,
                scheduler,
                Executors.newSingleThreadExecutor(task -> DaemonThread.of("events", task)),
                Budgets.share(guard.copies()));
        TargetHistory board = new TargetHistory(EventWords.OF_NODE);
        keepers.onEvent(board::heard);
        GuardNode node = new GuardNode(guard, scheduler, new SecureRandom().nextLong(FIRST_ECHOES));
        Watchdog pulse = new Watchdog(scheduler, STALLED);
        Signals.onAny(scheduler, signals::add);
        StatusOptions.Served status =
                StatusOptions.serveNode(http, keepers, board, scheduler, pulse, node.view(), this::notice);
        try (PetServer pets = PetServer.start(guard, node, scheduler, this::complain);
                NodeList nodes =
                        new NodeList(guard, OwnNode.of(guard, pets.address()), node, this::notice, this::complain);
                EventView view =
                        EventViews.open(spec.commandLine(), output, json, false, board, keepers, environment)) {
            told = view::complain;
            keepers.onEvent(view::show);
            nodes.start(pets.vertx());
            node.start(keepers);
            notice("countdown: node " + guard.node() + " hears pets at " + pets.url() + "; bots "
                    + String.join(", ", node.view().bots()) + " count as silent after "
                    + DurationText.text(guard.maxAge())
                    + "; " + guard.copies() + (guard.copies() == 1 ? " copy" : " copies") + " of each scope"
                    + (guard.copies() == 1 ? "" : " share the budget of its account"));
            manager.ready();
            Signals.Told end = awaitEnd(
                    manager, pulse, node::turn, () -> nodes.reload(() -> ConfigFile.read(file, environment), config));
            complain("countdown: ends: told to end by SIG" + end.name());
            manager.stopping();
            sayWhatIsLeft(keepers);
            keepers.closeAll(target -> CloseMode.EXPIRE, report -> {});
            return ExitCode.ofSignal(end.number());
        } finally {
            told = this::printLine;
            status.close();
        }
    }

    private Signals.Told awaitEnd(SystemdNotifier manager, Watchdog pulse, Runnable each, Runnable reload)
            throws InterruptedException {
        Duration turn =
                manager.beatEvery().filter(span -> span.compareTo(TURN) < 0).orElse(TURN);
        while (true) {
            pulse.pet();
            manager.beat();
            turn(each);
            Signals.Told next = signals.poll(turn.toNanos(), TimeUnit.NANOSECONDS);
            if (next != null && next.name().equals("HUP")) {
                reload.run();
            } else if (next != null && next.ends()) {
                return next;
            }
        }
    }

    /** In any case, what is kept goes on. */
    private void turn(Runnable each) {
        try {
            each.run();
        } catch (RuntimeException e) {
            complain("countdown: internal error: " + e);
        }
    }

    /** Of what other nodes sent this one knows nothing. */
    private void sayWhatIsLeft(RunningKeepers keepers) {
        keepers.running().forEach((target, keeper) -> {
            Duration left = keeper.protection().protectedFor();
            String own = left.isZero()
                    ? "nothing that it sent is certain to guard the orders now"
                    : "what it sent guards the orders for another " + DurationText.text(left);
            complain("countdown: " + target.name() + ": this node sends nothing more; " + own
                    + "; other nodes may go on, and without one what was armed runs out");
        });
    }

    /** What is as it should be. */
    private void notice(String line) {
        if (!output.isQuiet()) {
            complain(line);
        }
    }

    private void complain(String line) {
        told.accept(line);
    }

    private void printLine(String line) {
        spec.commandLine().getErr().println(line);
    }
}
