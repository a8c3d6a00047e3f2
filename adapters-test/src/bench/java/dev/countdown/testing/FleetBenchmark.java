package dev.countdown.testing;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * 100,000 countdowns of 1,000 accounts in real time against the exchange in memory: how late renewals go, what a countdown
 * costs in heap, how long start and stop take.
 */
final class FleetBenchmark {

    private FleetBenchmark() {}

    private static final int ACCOUNTS = 1_000;
    private static final int SCOPES = 100;
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(40), Duration.ofSeconds(10));

    /** Lateness of timers in tenths of a millisecond. */
    private static final class Lateness implements Scheduler {
        private final Scheduler real = Scheduler.system();
        private final AtomicIntegerArray tenths = new AtomicIntegerArray(100_000);

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public long wallMillis() {
            return real.wallMillis();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            long due = nanoTime() + delay.toNanos();
            return real.schedule(delay, () -> {
                tenths.incrementAndGet((int) Math.min(99_999, Math.max(0, (nanoTime() - due) / 100_000)));
                task.run();
            });
        }

        void reset() {
            for (int i = 0; i < tenths.length(); i++) {
                tenths.set(i, 0);
            }
        }

        double millis(double quantile) {
            long all = 0;
            for (int i = 0; i < tenths.length(); i++) {
                all += tenths.get(i);
            }
            long seen = 0;
            for (int i = 0; i < tenths.length(); i++) {
                seen += tenths.get(i);
                if (seen >= quantile * all) {
                    return (i + 1) / 10.0;
                }
            }
            return Double.NaN;
        }
    }

    /** {@code heap}, or for how many seconds to measure lateness. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("heap")) {
            heap();
        } else {
            lateness(Integer.parseInt(args[0]));
        }
        System.exit(0);
    }

    private static void lateness(int seconds) throws Exception {
        Lateness time = new Lateness();
        AtomicLong requests = new AtomicLong();
        InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
        CountdownGateway[] gateways = new CountdownGateway[ACCOUNTS];
        for (int a = 0; a < ACCOUNTS; a++) {
            CountdownGateway real = exchange.gateway("account" + a);
            gateways[a] = (countdown, deadline) -> {
                requests.incrementAndGet();
                return real.submit(countdown, deadline);
            };
        }
        KeeperFleet fleet = KeeperFleet.on(time, RequestBudget.GATE_OPTIONS);
        long began = System.nanoTime();
        for (int s = 0; s < SCOPES; s++) {
            for (int a = 0; a < ACCOUNTS; a++) {
                fleet.add("account" + a, CountdownKeeper.builder(gateways[a], Scope.underlying("U" + s), POLICY));
            }
        }
        awaitArmed(fleet);
        System.out.printf("start and arm 100,000: %.1f s%n", (System.nanoTime() - began) / 1e9);
        TimeUnit.SECONDS.sleep(20);
        time.reset();
        requests.set(0);
        TimeUnit.SECONDS.sleep(seconds);
        System.out.printf(
                "renewals a second: %d; lateness p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms; all armed: %b; fired: %d%n",
                requests.get() / seconds,
                time.millis(0.5),
                time.millis(0.99),
                time.millis(0.999),
                fleet.protection().isArmed(),
                exchange.firings().size());
        began = System.nanoTime();
        fleet.close(CloseMode.DISARM).get();
        System.out.printf(
                "disarm and stop 100,000: %.1f s; countdowns left at the exchange: %d%n",
                (System.nanoTime() - began) / 1e9, exchange.countdowns().size());
    }

    /** What the keepers alone weigh: armed through a gateway that keeps nothing. */
    private static void heap() {
        CountdownGateway forgetful = (countdown, deadline) -> CompletableFuture.completedFuture(
                new Outcome.Applied(Acknowledgement.of(countdown, Instant.now().plusSeconds(40))));
        KeeperFleet[] fleet = {KeeperFleet.on(Scheduler.system(), RequestBudget.GATE_OPTIONS)};
        Scope[] scopes = new Scope[SCOPES];
        for (int s = 0; s < SCOPES; s++) {
            scopes[s] = Scope.underlying("U" + s);
        }
        CountdownGateway[] gateways = new CountdownGateway[ACCOUNTS];
        for (int a = 0; a < ACCOUNTS; a++) {
            gateways[a] = forgetful::submit;
        }
        long before = used();
        for (int s = 0; s < SCOPES; s++) {
            for (int a = 0; a < ACCOUNTS; a++) {
                fleet[0].add("account" + a, CountdownKeeper.builder(gateways[a], scopes[s], POLICY));
            }
        }
        awaitArmed(fleet[0]);
        System.out.printf(
                "heap a countdown, account budgets included: %d bytes%n", (used() - before) / (ACCOUNTS * SCOPES));
        fleet[0].close();
    }

    private static void awaitArmed(KeeperFleet fleet) {
        long began = System.nanoTime();
        while (!fleet.protection().isArmed()) {
            if (System.nanoTime() - began > TimeUnit.MINUTES.toNanos(5)) {
                throw new IllegalStateException("not armed within 5 minutes: " + fleet.protection());
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static long used() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
