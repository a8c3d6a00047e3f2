package dev.countdown.bootstrap;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keep",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Keeps countdowns armed until stopped.",
        footer = {
            "",
            "Example: countdown keep --timeout 30 --underlying BTC_USDT --on-dead hasten -- python3 bot.py",
            "",
            "The command starts once every scope is armed, signals are forwarded to it, its standard output",
            "goes to standard error, and its exit code is passed on. One that fails is a death: --on-dead.",
            "What it must keep fresh counts once it first is, at the latest one timeout after its start."
        })
final class KeepCommand implements Callable<Integer> {

    private static final int HANG_UP = 1;

    /** What follows a firing, proven or possible. */
    enum OnLapse {
        REPORT,
        STOP
    }

    @Mixin
    TargetOptions targets = new TargetOptions();

    @Mixin
    LivenessOptions liveness = new LivenessOptions();

    @Option(
            names = "--on-lapse",
            paramLabel = "report|stop",
            description = "When the switch fired: report it, or end the command and exit with 5. Default: report.")
    OnLapse onLapse = OnLapse.REPORT;

    @Option(
            names = "--arm-within",
            paramLabel = "D",
            converter = Spans.DurationConverter.class,
            description = "How long the command waits for the first acknowledgement. Default: the longest timeout.")
    @Nullable
    Duration armWithin;

    @Option(names = "--json", description = "Print each event as one JSON object.")
    boolean json;

    @Mixin
    StatusOptions status = new StatusOptions();

    @Parameters(paramLabel = "COMMAND", description = "After --: the command to guard, and its arguments.")
    List<String> command = List.of();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        try (Exchanges exchanges = new Exchanges();
                ServiceManager manager =
                        ServiceManager.of(environment, spec.commandLine().getErr()::println)) {
            KeepPlan plan = plan(() -> read(exchanges, environment), exchanges.vertx());
            if (plan.reload().isPresent() && Signals.isIgnored(HANG_UP)) {
                spec.commandLine()
                        .getErr()
                        .println("countdown: SIGHUP is ignored, as nohup has it: the file will not be read again");
            }
            List<Liveness> alive = new ArrayList<>(plan.liveness());
            if (plan.child().isCommand()) {
                alive.add(plan.child());
            }
            Keepers keepers = new Keepers(exchanges::of, alive.isEmpty() ? Liveness.UNWATCHED : Liveness.all(alive));
            Board board = new Board();
            keepers.onEvent(board::heard);
            Runnable closePage = status.serve(
                    keepers, board, Scheduler.system(), spec.commandLine().getErr());
            try (EventView view = view(keepers, board, environment)) {
                keepers.onEvent(view::show);
                KeepSession session = new KeepSession(plan, keepers, manager, view::complain);
                Signals.onAny(signal -> session.tell(new Stimulus.Told(signal)));
                return session.run();
            } finally {
                closePage.run();
            }
        }
    }

    private List<Target> read(Exchanges exchanges, Map<String, String> environment) {
        Config config = targets.config(environment);
        exchanges.sign(config.readCredentials());
        return config.targets();
    }

    private KeepPlan plan(Supplier<List<Target>> source, Vertx vertx) {
        List<Target> wanted = source.get();
        Duration longest = wanted.stream()
                .map(target -> target.policy().timeout().toDuration())
                .max(Duration::compareTo)
                .orElseThrow();
        Optional<Duration> patience =
                Optional.ofNullable(armWithin).or(() -> command.isEmpty() ? Optional.empty() : Optional.of(longest));
        Child child = new Child(command);
        List<Liveness> sources = liveness.sources(!command.isEmpty(), vertx);
        if (child.isCommand()) {
            sources = sources.stream()
                    .<Liveness>map(each -> each instanceof ProcessAlive // runs already
                            ? each
                            : new FromStart(each, child::isStarted, longest, Scheduler.system()))
                    .toList();
        }
        return new KeepPlan(
                wanted,
                targets.file == null ? Optional.empty() : Optional.of(source),
                onLapse == OnLapse.STOP,
                patience,
                child,
                sources);
    }

    /** Live lines would be torn by what a command prints on the same terminal. */
    private EventView view(Keepers keepers, Board board, Map<String, String> environment) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean torn = !command.isEmpty() && Terminals.isTerminal(Terminals.ERR);
        if (!json && !torn && Terminals.isTerminal(Terminals.OUT) && Terminals.isSmart(environment)) {
            LiveRows rows = new LiveRows(Terminals.isColoured(environment));
            return new LiveTable(out, err, rows, board, keepers::running).start();
        }
        return new EventLines(out, err, json ? EventLine::json : EventLine::text);
    }
}
