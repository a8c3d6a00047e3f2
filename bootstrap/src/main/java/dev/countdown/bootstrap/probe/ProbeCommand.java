package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.report.Terminals;
import dev.countdown.http.Credentials;
import dev.countdown.http.Market;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the exchange what its documents leave open, and prints what it saw. Places no order. */
@Command(
        name = "probe",
        description =
                "Finds out what the exchange's documents leave open, on the TestNet unless told otherwise. It arms"
                        + " and disarms countdowns and places no order. Takes some minutes.",
        footer = {
            "",
            "Example: countdown probe --market futures-usdt",
            "",
            "Let nothing else use countdowns of the account meanwhile.",
            "Exit codes: 0 done, 2 refused by us, 4 no answer, or perhaps a countdown is left.",
            "",
            Keys.VARIABLES
        })
public final class ProbeCommand implements Callable<Integer> {

    private static final int STANDARD_INPUT = 0;

    @Option(names = "--market", paramLabel = "MARKET", description = Markets.OPTION)
    Market market = Market.OPTIONS;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A listed contract or pair. Default: BTC_USDT, BTC_USD, or the first option of BTC_USDT.")
    Optional<String> name = Optional.empty();

    @Option(
            names = "--i-know",
            paramLabel = "ID",
            split = ",",
            description = "The open orders of the account in this market, which countdowns may cancel.")
    List<String> known = new ArrayList<>();

    @Option(names = "--json", description = "Print each finding as one JSON object.")
    boolean json;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Write what was seen there, for simulate --profile.")
    Optional<Path> profile = Optional.empty();

    @Mixin
    ProbeHost host = new ProbeHost();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Credentials credentials = Keys.from(environment);
        Optional<Console> terminal =
                Optional.ofNullable(System.console()).filter(some -> Terminals.isTerminal(STANDARD_INPUT));
        try (GateWire wire = new GateWire(
                host.confirmed(terminal),
                credentials,
                environment.getOrDefault(Keys.KEY, "").strip())) {
            AtomicInteger signal = new AtomicInteger();
            Signals.on("INT", () -> stop(wire, signal, 2));
            Signals.on("TERM", () -> stop(wire, signal, 15));
            return probe(wire, signal);
        }
    }

    private static void stop(GateWire wire, AtomicInteger signal, int number) {
        signal.set(number);
        wire.stop();
    }

    private int probe(GateWire wire, AtomicInteger signal) {
        Conversation with = new Conversation(wire);
        OpenOrders.check(with, market, Set.copyOf(known));
        Subject about = new Subject(market, name.orElseGet(() -> usualName(with)));
        boolean clean;
        try {
            List<TopicFinding> found = new ArrayList<>();
            clean = Probe.run(with, about, each -> {
                found.add(each);
                tell(each);
            });
            profile.ifPresent(file -> write(file, found));
        } catch (Stopped stopped) {
            wire.resume();
            clean = Probe.disarm(with, about);
        }
        if (!clean) {
            spec.commandLine()
                    .getErr()
                    .println("countdown: probe: a countdown of at most 60 s may be left; run probe again");
            return ExitCode.UNKNOWN;
        }
        return signal.get() == 0 ? ExitCode.DONE : ExitCode.ofSignal(signal.get());
    }

    private static void write(Path file, List<TopicFinding> found) {
        try {
            Files.writeString(file, Profile.text(found) + "\n");
        } catch (IOException e) {
            throw new UsageException("--profile cannot be written: " + file, e);
        }
    }

    private void tell(TopicFinding finding) {
        spec.commandLine().getOut().println(json ? finding.json() : finding.text());
    }

    private String usualName(Conversation with) {
        return switch (market) {
            case OPTIONS ->
                with.tried(() -> with.ask(Call.get("/options/contracts?underlying=BTC_USDT")))
                        .flatMap(Reply::firstName)
                        .orElseThrow(() -> new UsageException("the exchange lists no option of BTC_USDT: use --name"));
            case FUTURES_BTC -> "BTC_USD";
            case FUTURES_USDT, SPOT -> "BTC_USDT";
        };
    }
}
