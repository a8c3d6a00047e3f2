package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Timeout;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "goes to standard error, and its exit code is passed on. One that fails is a death: --on-dead."
        })
final class KeepCommand implements Callable<Integer> {

    /** What follows a firing, proven or possible. */
    enum OnLapse {
        REPORT,
        STOP
    }

    @Option(
            names = "--timeout",
            required = true,
            paramLabel = "N",
            converter = Spans.TimeoutConverter.class,
            description = "Seconds until the exchange cancels the orders unless renewed; at least 5.")
    Timeout timeout = Timeout.MINIMUM;

    @Option(
            names = "--interval",
            paramLabel = "D",
            converter = Spans.DurationConverter.class,
            description = "From one renewal to the next, such as 10s; at most half the timeout. Default: a quarter.")
    @Nullable
    Duration interval;

    @Option(
            names = "--on-dead",
            paramLabel = "withhold|hasten",
            description = "When liveness fails: let the countdown run out, or shorten it to 5 s. Default: withhold.")
    OnDead onDead = OnDead.WITHHOLD;

    @Option(
            names = "--on-exit",
            paramLabel = "leave|hasten|cancel",
            description = "At an orderly end: leave the countdown, shorten it to 5 s, or cancel it. Default: leave.")
    CloseMode onExit = CloseMode.LEAVE;

    @Option(
            names = "--on-lapse",
            paramLabel = "report|stop",
            description = "When the switch fired: report it, or end the command and exit with 5. Default: report.")
    OnLapse onLapse = OnLapse.REPORT;

    @Option(
            names = "--arm-within",
            paramLabel = "D",
            converter = Spans.DurationConverter.class,
            description = "How long the command waits for the first acknowledgement. Default: the timeout.")
    @Nullable
    Duration armWithin;

    @Option(names = "--json", description = "Print each event as one JSON object.")
    boolean json;

    @Mixin
    ManyScopes scopes = new ManyScopes();

    @Mixin
    LivenessOptions liveness = new LivenessOptions();

    @Mixin
    Connection connection = new Connection();

    @Parameters(paramLabel = "COMMAND", description = "After --: the command to guard, and its arguments.")
    List<String> command = List.of();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        KeepPlan plan = plan();
        try (Exchange exchange = new Exchange(connection.settings(System.getenv()))) {
            return new KeepSession(plan, target -> exchange.gateway(), this::view)
                    .run(spec.commandLine().getErr());
        }
    }

    private KeepPlan plan() {
        RenewalPolicy policy = policy();
        List<Target> targets = scopes.scopes().stream()
                .map(scope -> new Target("", scope, policy, onExit))
                .toList();
        Optional<Duration> patience = Optional.ofNullable(armWithin)
                .or(() -> command.isEmpty() ? Optional.empty() : Optional.of(timeout.toDuration()));
        return new KeepPlan(
                targets,
                onDead,
                onLapse == OnLapse.STOP,
                patience,
                new Child(command),
                liveness.sources(!command.isEmpty()));
    }

    private RenewalPolicy policy() {
        try {
            RenewalPolicy policy =
                    interval == null ? RenewalPolicy.forTimeout(timeout) : RenewalPolicy.forTimeout(timeout, interval);
            return policy.withOnDead(onDead);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Live lines would be torn by what a command prints on the same terminal. */
    private EventView view(Keepers keepers) {
        Map<String, String> environment = System.getenv();
        PrintWriter out = spec.commandLine().getOut();
        boolean torn = !command.isEmpty() && Terminals.isTerminal(Terminals.ERR);
        if (!json && !torn && Terminals.isTerminal(Terminals.OUT) && Terminals.isSmart(environment)) {
            return new LiveTable(out, Terminals.isColoured(environment), keepers::running).start();
        }
        return new EventLines(out, json ? EventLine::json : EventLine::text);
    }
}
