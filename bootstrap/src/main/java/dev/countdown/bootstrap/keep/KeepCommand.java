package dev.countdown.bootstrap.keep;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.OutputOptions;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.check.ScopeWarnings;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.TargetOptions;
import dev.countdown.bootstrap.keep.gate.BotOptions;
import dev.countdown.bootstrap.keep.gate.GateFile;
import dev.countdown.bootstrap.keep.gate.OrderGate;
import dev.countdown.bootstrap.keep.host.LapseReconciler;
import dev.countdown.bootstrap.keep.host.ReconciledSocket;
import dev.countdown.bootstrap.keep.host.RuntimeFolder;
import dev.countdown.bootstrap.keep.host.ScopeLocks;
import dev.countdown.bootstrap.keep.liveness.LivenessOptions;
import dev.countdown.bootstrap.keep.process.GuardedBot;
import dev.countdown.bootstrap.keep.process.Guardian;
import dev.countdown.bootstrap.keep.report.EventView;
import dev.countdown.bootstrap.keep.report.EventViews;
import dev.countdown.bootstrap.keep.report.EventWords;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.report.Terminals;
import dev.countdown.bootstrap.keep.status.StatusOptions;
import dev.countdown.bootstrap.keep.target.Gateways;
import dev.countdown.bootstrap.keep.target.HeldGateway;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.StateDirectory;
import dev.countdown.bootstrap.keep.target.Target;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
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
        description = "Keeps countdowns armed until stopped.",
        footer = {
            "",
            "Example: countdown keep --timeout 30 --underlying BTC_USDT --on-dead expire-soon -- python3 bot.py",
            "",
            "COMMAND is the bot. It starts once every scope is armed, and is over once the",
            "last of its processes is. Each of them gets a signal once; a third one kills.",
            "Its standard output goes to standard error, and its exit code is passed on.",
            "A bot that fails, also when told to end, is dead: --on-dead. Its file or health",
            "counts once it was good, at the latest one timeout after the start.",
            "",
            ConnectionOptions.VARIABLES
                    + OutputOptions.VARIABLES
                    + "%n  TERM                  dumb: lines instead of a live table"
                    + "%n  NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID  set by systemd"
        })
public final class KeepCommand implements Callable<Integer> {

    /** What follows where orders are not guarded. */
    enum Reaction {
        REPORT,
        STOP
    }

    /** What becomes of the command when we are killed. */
    enum OnOrphan {
        LEAVE,
        STOP
    }

    /** Nothing is at stake before the command starts. */
    private static final Duration ARM_WITHIN = Duration.ofSeconds(10);

    /** Health is for good only where the deciding thread turns. */
    private static final Duration STALLED = Duration.ofSeconds(10);

    @Mixin
    TargetOptions targets = new TargetOptions();

    @Mixin
    BotOptions botOptions = new BotOptions();

    @Mixin
    LivenessOptions liveness = new LivenessOptions();

    @Option(
            names = "--on-lapse",
            paramLabel = "report|stop",
            description = "When the switch fired, or may have and is armed again: report it, or end the bot and"
                    + " exit with 5. Default: report.")
    Reaction onLapse = Reaction.REPORT;

    @Option(
            names = "--on-risk",
            paramLabel = "report|stop",
            description = "When a countdown may run out unrenewed, because its claim is over: report it, or end the"
                    + " bot and exit with 5. Default: report.")
    Reaction onRisk = Reaction.REPORT;

    @Option(
            names = "--on-orphan",
            paramLabel = "leave|stop",
            description = "When keep itself is killed: leave the bot running unguarded, or end it. Default: stop.")
    OnOrphan onOrphan = OnOrphan.STOP;

    @Option(
            names = "--pass-env",
            paramLabel = "NAME",
            description = "A variable with a key or secret that --config names and the bot needs. It inherits all"
                    + " variables but those; GATE_API_KEY, GATE_API_SECRET and GATE_API_SECRET_FILE always.")
    List<String> passed = List.of();

    @Option(
            names = "--exclusive",
            description =
                    "Refuse to start where another process of this user keeps one of the scopes, instead of a warning.")
    boolean exclusive;

    @Option(
            names = "--arm-within",
            paramLabel = "D",
            description = "How long the bot waits for the first acknowledgement. Default: the longest timeout,"
                    + " at least 10s.")
    @Nullable
    Duration armWithin;

    @Option(names = "--json", description = "Print each event as one JSON object.")
    boolean json;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    StatusOptions status = new StatusOptions();

    @Parameters(
            paramLabel = "COMMAND",
            description = "The bot to guard, and its arguments: all that follows its name is its own.")
    List<String> command = List.of();

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Where complaints go: the view shows them where it does not overwrite them. */
    private volatile Consumer<String> told = this::printLine;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        try (Gateways exchanges = new Gateways();
                SystemdNotifier manager = SystemdNotifier.of(environment, this::complain)) {
            Config config = targets.config(environment);
            Optional<Path> folder = RuntimeFolder.open(environment, this::complain);
            try (StateDirectory state = StateDirectory.open(config.state());
                    ScopeLocks locks = new ScopeLocks(folder, exchanges::credentials, exclusive, this::complain)) {
                exchanges.sign(config.readCredentials());
                Supplier<Config> again = () -> readAgain(exchanges, state, locks, environment);
                KeepPlan plan = plan(config, again, locks, environment, exchanges.vertx());
                locks.take(config.targets());
                warnOfScopes(config);
                return keep(exchanges, manager, state, folder, plan, environment);
            }
        }
    }

    private int keep(
            Gateways exchanges,
            SystemdNotifier manager,
            StateDirectory state,
            Optional<Path> folder,
            KeepPlan plan,
            Map<String, String> environment)
            throws InterruptedException {
        if (plan.reload().isPresent() && Signals.isIgnored(Signals.HUP)) {
            complain("countdown: SIGHUP is ignored, as nohup has it: the file will not be read again");
        }
        List<Liveness> alive = new ArrayList<>(plan.liveness());
        if (plan.bot().isGiven()) {
            alive.add(plan.bot());
        }
        RunningKeepers keepers = new RunningKeepers(
                        held(exchanges, plan.bot()), alive.isEmpty() ? Liveness.UNWATCHED : Liveness.all(alive))
                .recordedIn(state, exchanges::credentials);
        TargetHistory board = new TargetHistory(EventWords.OF_KEEP);
        keepers.onEvent(board::heard);
        Watchdog pulse = new Watchdog(Scheduler.system(), STALLED);
        Optional<GateFile> gate = botOptions.gateFile(new OrderGate(keepers, board)::holdsFor);
        StatusOptions.Served served = status.serve(keepers, board, Scheduler.system(), pulse, this::notice);
        ReconciledSocket reconciled = ReconciledSocket.open(folder, LapseReconciler.of(keepers), this::complain);
        warnOfPidOne();
        try (EventView view = view(keepers, board, environment)) {
            told = view::complain;
            keepers.onEvent(view::show);
            gate.map(each -> each.follow(this::complain))
                    .ifPresent(news -> keepers.onEvent((target, event) -> news.run()));
            plan.bot().give(served.variables());
            Consumer<String> watching = liveness.noticesHangs() ? this::notice : this::complain;
            watching.accept("countdown: " + liveness.watched(plan.bot().isGiven()));
            KeepLoop loop = new KeepLoop(plan, keepers, manager, this::complain, this::notice, pulse);
            Signals.onAny(Scheduler.system(), signal -> loop.tell(new LoopEvent.Told(signal)));
            return loop.run();
        } finally {
            told = this::printLine;
            reconciled.close();
            gate.ifPresent(GateFile::close);
            served.close();
        }
    }

    private void complain(String line) {
        told.accept(line);
    }

    /** What goes as it was asked for. */
    private void notice(String line) {
        if (!output.isQuiet()) {
            complain(line);
        }
    }

    private void printLine(String line) {
        spec.commandLine().getErr().println(line);
    }

    private static Function<Target, CountdownGateway> held(Gateways exchanges, GuardedBot bot) {
        Map<CountdownGateway, CountdownGateway> held = new ConcurrentHashMap<>();
        BooleanSupplier isHeld = bot::isHeld;
        return target ->
                held.computeIfAbsent(exchanges.of(target), each -> new HeldGateway(target.keyInMarket(), each, isHeld));
    }

    private void warnOfPidOne() {
        if (!command.isEmpty() && ProcessHandle.current().pid() == 1) {
            complain("countdown: runs as process 1, which must ask about each dead process, and does not;"
                    + " put an init before it, such as docker run --init");
        }
    }

    private Config readAgain(
            Gateways exchanges, StateDirectory state, ScopeLocks locks, Map<String, String> environment) {
        Config config = targets.config(environment);
        state.requireSame(config.state());
        exchanges.sign(config.readCredentials());
        locks.take(config.targets());
        warnOfScopes(config);
        return config;
    }

    /** The same as {@code check}: the exchange may acknowledge a countdown for a name that does not exist. */
    private void warnOfScopes(Config config) {
        ScopeWarnings.lines(config.targets()).forEach(line -> complain("countdown: " + line));
    }

    private KeepPlan plan(
            Config config, Supplier<Config> source, ScopeLocks locks, Map<String, String> environment, Vertx vertx) {
        if (armWithin != null && armWithin.isZero()) {
            throw new UsageException("--arm-within must be positive: 0");
        }
        List<Target> wanted = config.targets();
        Duration longest = wanted.stream()
                .map(target -> target.policy().timeout().toDuration())
                .max(Duration::compareTo)
                .orElseThrow();
        Duration usual = longest.compareTo(ARM_WITHIN) > 0 ? longest : ARM_WITHIN;
        Optional<Duration> patience =
                Optional.ofNullable(armWithin).or(() -> command.isEmpty() ? Optional.empty() : Optional.of(usual));
        Optional<Duration> killOrphansAfter =
                onOrphan == OnOrphan.STOP ? Optional.of(botOptions.killAfter()) : Optional.empty();
        GuardedBot bot = new GuardedBot(Guardian.KEEP, command, killOrphansAfter, notInherited(config, environment));
        return new KeepPlan(
                wanted,
                targets.file == null
                        ? Optional.empty()
                        : Optional.of(() -> source.get().targets()),
                onLapse == Reaction.STOP,
                onRisk == Reaction.STOP,
                patience,
                bot,
                botOptions.killAfter(),
                liveness.sources(vertx, bot.isGiven() ? Optional.of(bot::isStarted) : Optional.empty(), longest),
                locks);
    }

    /** A bot needs the keys of one account, and an operator says so where they are others than the usual ones. */
    private Set<String> notInherited(Config config, Map<String, String> environment) {
        for (String name : passed) {
            if (!environment.containsKey(name)) {
                throw new UsageException("--pass-env must name a variable that is set: " + name);
            }
        }
        Set<String> notInherited = new HashSet<>(config.keyVariables());
        notInherited.removeAll(passed);
        return notInherited;
    }

    /** Live lines would be torn by what a command prints on the same terminal. */
    private EventView view(RunningKeepers keepers, TargetHistory board, Map<String, String> environment) {
        boolean torn = !command.isEmpty() && Terminals.isTerminal(Terminals.ERR);
        return EventViews.open(spec.commandLine(), output, json, torn, board, keepers, environment);
    }
}
