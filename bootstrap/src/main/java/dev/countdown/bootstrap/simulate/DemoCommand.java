package dev.countdown.bootstrap.simulate;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ExchangeSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Shows the whole thing on a simulated exchange: no keys, no network.",
        footer = {"", "Example: countdown demo"})
public final class DemoCommand implements Callable<Integer> {

    private static final Scope GUARDED = Scope.underlying("BTC_USDT");
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(5), Duration.ofSeconds(1));
    private static final Duration SILENCE = Duration.ofMillis(1500);
    private static final List<String> CONTRACTS = List.of(
            "BTC_USDT-20270326-100000-C",
            "BTC_USDT-20270326-60000-P",
            "ETH_USDT-20270326-4000-C",
            "DOGE_USDT-20270326-0.106-C");

    private final CountDownLatch hang = new CountDownLatch(1);

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Scheduler clock = Scheduler.system();
        DemoSteps steps = new DemoSteps(clock, spec.commandLine().getOut());
        InMemoryExchange exchange = InMemoryExchange.on(clock);
        try (ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
                ExchangeConnection client = new ExchangeConnection(
                        ConnectionOptions.settings(simulator.baseUri(), DemoOrders::credentials))) {
            steps.say("a simulated exchange listens on " + simulator.baseUri());
            greet(client, steps);
            DemoOrders orders = new DemoOrders(simulator.baseUri(), clock);
            Map<String, String> placed = place(orders, steps);
            Watchdog watchdog = new Watchdog(clock, SILENCE);
            try (CountdownKeeper keeper = CountdownKeeper.builder(client.gateway(), GUARDED, POLICY)
                    .liveness(watchdog)
                    .listener(steps)
                    .build()) {
                live(watchdog);
                guard(keeper.start(), steps);
                awaitFiring(keeper, orders, placed, steps);
            }
            return reread(orders, placed, steps);
        } catch (DemoSteps.Missing missing) {
            spec.commandLine().getErr().println("countdown: demo: " + missing.getMessage());
            return ExitCode.INTERNAL;
        }
    }

    /** Nobody's countdown is hurt, and the first signed request of a cold process takes its time. */
    private static void greet(ExchangeConnection client, DemoSteps steps) {
        Outcome reply = client.gateway()
                .submit(Countdown.disarm(GUARDED), DemoSteps.PATIENCE)
                .toCompletableFuture()
                .join();
        if (!(reply instanceof Outcome.Applied)) {
            throw new DemoSteps.Missing("the exchange did not answer: " + reply);
        }
        steps.say("it takes signed requests; no countdown runs");
    }

    private static Map<String, String> place(DemoOrders orders, DemoSteps steps)
            throws IOException, InterruptedException {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String contract : CONTRACTS) {
            String id = orders.place(contract);
            ids.put(id, contract);
            steps.say("order " + id + " placed over REST: " + contract);
        }
        return ids;
    }

    /** A strategy that pets its watchdog in its own loop, until it hangs. */
    private void live(Watchdog watchdog) {
        DaemonThread.of("strategy", () -> {
                    try {
                        while (!hang.await(100, TimeUnit.MILLISECONDS)) {
                            watchdog.pet();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    private void guard(CountdownKeeper keeper, DemoSteps steps) throws InterruptedException {
        steps.await(KeeperEvent.Armed.class);
        steps.say(GUARDED + " is armed for " + POLICY.timeout() + "; may the strategy quote? " + keeper.mayQuote());
        for (int renewal = 1; renewal <= 3; renewal++) {
            KeeperEvent renewed = steps.await(KeeperEvent.Renewed.class);
            steps.say("renewed; protected for another "
                    + DurationText.text(renewed.report().protection().protectedFor()));
        }
        hang.countDown();
        steps.say("the strategy hangs");
        KeeperEvent expiring = steps.await(KeeperEvent.Expiring.class);
        steps.say(
                "nothing is renewed any more: " + expiring.reason() + "; may the strategy quote? " + keeper.mayQuote());
    }

    /**
     * By the orders themselves: where a request went unanswered, the keeper could not be certain for another minute.
     */
    private static void awaitFiring(
            CountdownKeeper keeper, DemoOrders orders, Map<String, String> placed, DemoSteps steps)
            throws IOException, InterruptedException {
        String id = placed.keySet().iterator().next();
        for (int look = 0; orders.status(id).equals("open"); look++) {
            if (look == DemoSteps.PATIENCE.toMillis() / 100) {
                throw new DemoSteps.Missing("order " + id + " was never cancelled");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        steps.say("the exchange has cancelled order " + id + "; what the keeper is certain of: "
                + keeper.protection().state());
    }

    private static int reread(DemoOrders orders, Map<String, String> placed, DemoSteps steps)
            throws IOException, InterruptedException {
        boolean asPromised = true;
        for (Map.Entry<String, String> order : placed.entrySet()) {
            boolean guarded = GUARDED.covers(order.getValue());
            String status = orders.status(order.getKey());
            asPromised &= status.equals(guarded ? "finished/cancelled" : "open");
            steps.say("order " + order.getKey() + " re-read over REST: " + status + " (" + (guarded ? "" : "not ")
                    + "guarded): " + order.getValue());
        }
        steps.say(asPromised ? "exactly the guarded orders are gone" : "NOT what was promised");
        return asPromised ? ExitCode.DONE : ExitCode.INTERNAL;
    }
}
