package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.report.Terminals;
import dev.countdown.http.Credentials;
import dev.countdown.http.Market;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the exchange what its documents leave open, and prints what it saw. Places orders only with {@code --orders}. */
@Command(
        name = "probe",
        description =
                "Finds out what the exchange's documents leave open, on the TestNet unless told otherwise. It arms"
                        + " and disarms countdowns, and places orders only with --orders. Takes some minutes.",
        footer = {
            "",
            "Example: countdown probe --market futures-usdt --orders --price 1000 --size 1",
            "",
            "Let nothing else use countdowns of the account meanwhile.",
            "Exit codes: 0 done, 2 refused by us, 4 no answer, or perhaps a countdown or an order is left.",
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

    @Option(
            names = "--clean",
            description = "Ask nothing: only cancel the orders that a killed probe has left, and disarm.")
    boolean clean;

    @Mixin
    OrderOptions orders = new OrderOptions();

    @Mixin
    ProbeHost host = new ProbeHost();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Optional<OrderTerms> terms = orders.terms(market);
        if (clean && (terms.isPresent() || profile.isPresent())) {
            throw new UsageException("--clean asks nothing: no --orders or --profile beside it");
        }
        Credentials credentials = Keys.from(environment);
        terms.ifPresent(some -> warn(OrderOptions.plan(market, name, some)));
        Optional<UnaryOperator<String>> terminal = Optional.ofNullable(System.console())
                .filter(some -> Terminals.isTerminal(STANDARD_INPUT))
                .map(some -> prompt -> some.readLine("%s", prompt));
        URI base = host.confirmed(terminal, terms.isPresent());
        try (GateWire wire = new GateWire(
                base, credentials, environment.getOrDefault(Keys.KEY, "").strip())) {
            AtomicInteger signal = new AtomicInteger();
            Signals.on("INT", () -> stop(wire, signal, Signals.INT));
            Signals.on("TERM", () -> stop(wire, signal, Signals.TERM));
            Signals.on("HUP", () -> stop(wire, signal, Signals.HUP));
            return probe(wire, base, terms, signal);
        }
    }

    private static void stop(GateWire wire, AtomicInteger signal, int number) {
        signal.set(number);
        wire.stop();
    }

    private int probe(GateWire wire, URI base, Optional<OrderTerms> terms, AtomicInteger signal) {
        Probe probe;
        Conversation with = new Conversation(wire);
        try {
            probe = begun(with, terms);
        } catch (Stopped stopped) { // nothing was armed or placed
            warn("stopped before it began; what an earlier run has left may still be there");
            return ExitCode.ofSignal(signal.get());
        }
        try {
            if (clean) {
                with.awaitWindow();
                probe.clean();
            } else {
                List<TopicFinding> found = new ArrayList<>();
                probe.run(each -> {
                    found.add(each);
                    tell(each);
                });
                profile.ifPresent(
                        file -> write(file, Profile.of(market, base, found).text()));
            }
        } catch (Stopped stopped) {
            cleanUp(wire, probe);
        } catch (RuntimeException | Error e) {
            cleanUp(wire, probe);
            warnOfLeft(probe);
            throw e;
        }
        if (warnOfLeft(probe)) {
            return ExitCode.UNKNOWN;
        }
        return signal.get() == 0 ? ExitCode.DONE : ExitCode.ofSignal(signal.get());
    }

    private Probe begun(Conversation with, Optional<OrderTerms> terms) {
        OwnOrders own = new OwnOrders(market, Set.copyOf(known));
        OpenOrders.check(with, own, market, Set.copyOf(known));
        return new Probe(with, new Subject(market, name.orElseGet(() -> usualName(with))), own, terms);
    }

    /** A second signal ends it. */
    private static void cleanUp(GateWire wire, Probe probe) {
        try {
            wire.resume();
            probe.clean();
        } catch (Stopped again) {
            // what is left is told
        }
    }

    private boolean warnOfLeft(Probe probe) {
        List<String> left = probe.left();
        left.forEach(each -> warn("may be left: " + each));
        if (!left.isEmpty()) {
            warn("close it with: countdown probe --clean --market " + market + host.options());
        }
        return !left.isEmpty();
    }

    private void warn(String line) {
        spec.commandLine().getErr().println("countdown: probe: " + line);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UsageException("--profile cannot be written: " + file, e);
        }
    }

    private void tell(TopicFinding finding) {
        spec.commandLine().getOut().println(json ? finding.json() : finding.text());
    }

    private String usualName(Conversation with) {
        String usual = Subject.usualName(market);
        return market == Market.OPTIONS
                ? with.tried(() -> with.ask(Call.get("/options/contracts?underlying=" + usual)))
                        .flatMap(Reply::firstName)
                        .orElseThrow(
                                () -> new UsageException("the exchange lists no option of " + usual + ": use --name"))
                : usual;
    }
}
