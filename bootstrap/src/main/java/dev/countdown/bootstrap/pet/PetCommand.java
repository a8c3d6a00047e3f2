package dev.countdown.bootstrap.pet;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.QueuedOutput;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.gate.BotOptions;
import dev.countdown.bootstrap.keep.gate.GateFile;
import dev.countdown.bootstrap.keep.host.LapseReconciler;
import dev.countdown.bootstrap.keep.host.ReconciledSocket;
import dev.countdown.bootstrap.keep.host.RuntimeFolder;
import dev.countdown.bootstrap.keep.liveness.LivenessOptions;
import dev.countdown.bootstrap.keep.process.GuardedBot;
import dev.countdown.bootstrap.keep.process.Guardian;
import dev.countdown.guard.GuardEvent;
import dev.countdown.guard.GuardedGate;
import dev.countdown.guard.GuardedGateBuilder;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "pet",
        description = "Tells the nodes that guard a bot that it is alive, and keeps its order gate on this host.",
        footer = {
            "",
            "Example: countdown pet --guard https://10.0.0.1:9465 --guard https://10.0.0.2:9465 --bot mm-1"
                    + " --scope main/underlying:BTC_USDT --token-file pets.token --http 9464 -- python3 bot.py",
            "",
            "COMMAND is the bot. It starts once every gate is open, or waits for it to reconcile alone.",
            "Its standard output goes to standard error, and its exit code is passed on.",
            "",
            "Environment:%n  COUNTDOWN_PET_TOKEN       the token that the nodes demand, or"
                    + "%n  COUNTDOWN_PET_TOKEN_FILE  a file that holds it and that only you can read",
        })
public final class PetCommand implements Callable<Integer> {

    @Mixin
    PetNodes nodes = new PetNodes();

    @Option(names = "--bot", required = true, paramLabel = "NAME", description = "The bot, as the nodes require it.")
    String bot = "";

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "SCOPE",
            description = "Whose orders the bot places, such as main/underlying:BTC_USDT. Repeatable.")
    List<String> scopes = List.of();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds the token and that only you can read.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "The certificate authorities of the nodes, as PEM, instead of those of Java.")
    @Nullable
    Path trusted;

    @Mixin
    BotOptions botOptions = new BotOptions();

    @Mixin
    LivenessOptions liveness = new LivenessOptions();

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "Serve the order gate on this port of 127.0.0.1, which a bot finds by COUNTDOWN_URL.")
    @Nullable
    Integer http;

    @Option(
            names = "--allow-reconciled",
            description = "Let every process of this host say over --http that orders were reconciled.")
    boolean allowReconciled;

    @Option(
            names = "--arm-within",
            paramLabel = "D",
            description = "How long the bot waits for the first proof that it is guarded. Default: 30s.")
    Duration armWithin = Duration.ofSeconds(30);

    @Option(names = "--json", description = "Print each event as one JSON object.")
    boolean json;

    @Option(names = "--quiet", description = "Print problems and ends only.")
    boolean quiet;

    @Parameters(
            paramLabel = "COMMAND",
            description = "The bot to guard, and its arguments: all that follows its name is its own.")
    List<String> command = List.of();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        if (armWithin.isZero()) {
            throw new UsageException("--arm-within must be positive: 0");
        }
        List<PetScope> named =
                scopes.stream().map(each -> PetScope.parse(bot, each)).toList();
        GuardedBot guarded =
                new GuardedBot(Guardian.PET, command, Optional.of(botOptions.killAfter()), Set.of(PetToken.VARIABLE));
        QueuedOutput out = new QueuedOutput(new FileOutputStream(FileDescriptor.out), "standard output");
        PrintStream lines = out.lines();
        PetEvents events = new PetEvents(bot, json, quiet, lines::println, this::complain, Scheduler.system());
        Vertx vertx = ExchangeConnection.vertx();
        List<Consumer<GuardEvent>> listeners = new CopyOnWriteArrayList<>();
        TrustHint hint = new TrustHint(trusted != null);
        Consumer<GuardEvent> heard = event -> listeners.forEach(each -> each.accept(hint.explained(event)));
        try (GuardedGate gate = gate(vertx, environment, heard)) {
            PetGate joined = new PetGate(bot, gate, named);
            listeners.add(events::tell);
            return pet(vertx, joined, guarded, events, listeners, environment);
        } finally {
            ExchangeConnection.close(vertx);
            out.awaitWritten(Duration.ofSeconds(1));
        }
    }

    private GuardedGate gate(Vertx vertx, Map<String, String> environment, Consumer<GuardEvent> listener) {
        return UsageException.checked(() -> {
            GuardedGateBuilder builder = GuardedGate.builder(vertx)
                    .bot(bot)
                    .scopes(scopes)
                    .listener(listener)
                    .token(PetToken.read(environment, Optional.ofNullable(tokenFile)));
            nodes.configure(builder);
            if (trusted != null) {
                Path authorities = trusted;
                UsageException.checked("--trust", () -> builder.trustedCertificates(authorities));
            }
            return builder.open();
        });
    }

    private int pet(
            Vertx vertx,
            PetGate gate,
            GuardedBot guarded,
            PetEvents events,
            List<Consumer<GuardEvent>> listeners,
            Map<String, String> environment)
            throws InterruptedException {
        List<Liveness> alive = new ArrayList<>(liveness.sources(
                vertx, guarded.isGiven() ? Optional.of(guarded::isStarted) : Optional.empty(), armWithin));
        if (guarded.isGiven()) {
            alive.add(guarded);
        }
        Optional<GateFile> file = botOptions.gateFile(gate::holdsFor);
        Optional<GateServer> server = server(gate);
        LapseReconciler lapses = new LapseReconciler(() -> gate.gate().isSuperseded()
                ? List.of() // its gate never opens again: those of the newer process are meant
                : gate.scopes().stream().map(each -> each.lapsing(gate.gate())).toList());
        ReconciledSocket reconciled =
                ReconciledSocket.open(RuntimeFolder.open(environment, this::complain), lapses, this::complain);
        try {
            file.map(each -> each.follow(this::complain)).ifPresent(news -> listeners.add(event -> news.run()));
            server.ifPresent(each -> guarded.give(Map.of(BotOptions.URL, each.url())));
            complain("countdown: pets " + nodes.text() + " as bot " + bot + " for " + String.join(", ", scopes));
            complain("countdown: " + liveness.watched(guarded.isGiven()));
            PetLoop loop = new PetLoop(
                    gate,
                    guarded,
                    alive.isEmpty() ? Liveness.UNWATCHED : Liveness.all(alive),
                    armWithin,
                    botOptions.killAfter(),
                    nodes.reload(
                            gate.gate(),
                            Executors.newSingleThreadExecutor(task -> DaemonThread.of("reload", task)),
                            this::complain),
                    events,
                    this::complain);
            Signals.onAny(Scheduler.system(), loop::tell);
            return loop.run();
        } finally {
            reconciled.close();
            file.ifPresent(GateFile::close);
            server.ifPresent(GateServer::close);
        }
    }

    private Optional<GateServer> server(PetGate gate) {
        if (http == null) {
            if (allowReconciled) {
                throw new UsageException("--allow-reconciled needs --http");
            }
            return Optional.empty();
        }
        if (http < 0 || http > 65535) {
            throw new UsageException("--http must be a port, 0 to 65535: " + http);
        }
        GateServer server = GateServer.start(http, gate, allowReconciled);
        complain("countdown: order gate at " + server.url() + "/may-quote");
        return Optional.of(server);
    }

    private void complain(String line) {
        spec.commandLine().getErr().println(line);
    }
}
