package dev.countdown.bootstrap.simulate;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.probe.Profile;
import dev.countdown.testing.ExchangeAssumptions;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SimulatorSettings;
import dev.countdown.testing.simulator.WireAssumptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = "Runs the simulated exchange on loopback until stopped; key and secret are demo unless given.",
        footer = {
            "",
            "Example: countdown simulate --port 8080 --orders 10 --delay 200ms --drop-before 0.05",
            "",
            Keys.VARIABLES
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final List<String> CONTRACTS =
            List.of("BTC_USDT-20270326-100000-C", "ETH_USDT-20270326-4000-C", "DOGE_USDT-20270326-0.106-C");

    /** An order of spot is of one unit of its base currency. */
    private static final int ONE_OF_SPOT = 100_000_000;

    @Option(names = "--port", paramLabel = "N", description = "Where to listen; 0, the default, is any free port.")
    int port;

    @Option(names = "--orders", paramLabel = "N", description = "How many open orders to begin with. Default: 0.")
    int orders;

    @Option(
            names = "--market",
            paramLabel = "options|futures-usdt|futures-btc|spot",
            description = "Where these orders are; every market is served. Default: options.")
    String market = ExchangeMarket.OPTIONS.toString();

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Behave as probe --profile has seen it; the options below count more.")
    Optional<Path> profile = Optional.empty();

    @Mixin
    FaultOptions faults = new FaultOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        require(port >= 0 && port <= 65535, "--port must be 0 to 65535: " + port);
        require(orders >= 0, "--orders must not be negative: " + orders);
        ApiKey key = Keys.fromOrDemo(System.getenv());
        Optional<Profile> seen = profile.map(Profile::read);
        seen.ifPresent(each -> each.unlike().forEach(this::warn));
        InMemoryExchange exchange = InMemoryExchange.on(
                Scheduler.system(), seen.map(Profile::exchange).orElse(ExchangeAssumptions.DEFAULTS));
        InMemoryExchange ordered = market(exchange);
        for (int i = 0; i < orders; i++) {
            ordered.account()
                    .place(name(ordered.market(), i), ordered.market() == ExchangeMarket.SPOT ? ONE_OF_SPOT : 1);
        }
        try (ExchangeSimulator simulator = start(
                exchange,
                SimulatorSettings.DEFAULTS
                        .withKeys(key)
                        .withWire(seen.map(Profile::wire).orElse(WireAssumptions.DEFAULTS)))) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("listening on " + simulator.baseUri());
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }

    private void warn(String unlike) {
        spec.commandLine().getErr().println("countdown: simulate cannot do what was seen: " + unlike);
    }

    private InMemoryExchange market(InMemoryExchange exchange) {
        try {
            return exchange.market(ExchangeMarket.parse(market));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
    }

    private static String name(ExchangeMarket market, int number) {
        String contract = CONTRACTS.get(number % CONTRACTS.size());
        return switch (market) {
            case OPTIONS -> contract;
            case FUTURES_USDT, SPOT -> contract.substring(0, contract.indexOf('-'));
            case FUTURES_BTC -> "BTC_USD";
        };
    }

    private ExchangeSimulator start(InMemoryExchange exchange, SimulatorSettings settings) {
        try {
            ExchangeSimulator simulator = ExchangeSimulator.start(exchange, port, settings);
            simulator.faults(faults.json());
            return simulator;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new UsageException(rule);
        }
    }
}
