package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.FirstArmed;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.KeeperListener;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.http.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The running keepers, one for each target, in one fleet: the requests of each key in a market stay inside its budget. Safe for use by
 * many threads; listeners are called on one of its own.
 */
public final class RunningKeepers {

    /** The bot waits for the first acknowledgement; a JVM that just started needs long for a request. */
    private static final Duration FIRST_ATTEMPTS = Duration.ofSeconds(3);

    private final Map<Target, Kept> running = new LinkedHashMap<>();
    private final List<Closing> closing = new ArrayList<>();
    private final Executor listeners;
    private final Function<Target, CountdownGateway> gateways;
    private final Liveness liveness;
    private final Scheduler scheduler;
    private final KeeperFleet fleet;
    private final List<BiConsumer<Target, KeeperEvent>> audience = new CopyOnWriteArrayList<>();
    private BiConsumer<Target, CountdownKeeperBuilder> details = (target, keeper) -> {};

    public RunningKeepers(Function<Target, CountdownGateway> gateways, Liveness liveness) {
        this(
                gateways,
                liveness,
                Scheduler.system(),
                Executors.newSingleThreadExecutor(task -> DaemonThread.of("events", task)));
    }

    public RunningKeepers(
            Function<Target, CountdownGateway> gateways, Liveness liveness, Scheduler scheduler, Executor listeners) {
        this(gateways, liveness, scheduler, listeners, Budgets.EACH);
    }

    /**
     * None runs yet.
     *
     * @param budget of each key
     */
    public RunningKeepers(
            Function<Target, CountdownGateway> gateways,
            Liveness liveness,
            Scheduler scheduler,
            Executor listeners,
            RequestBudget budget) {
        this.gateways = gateways;
        this.liveness = liveness;
        this.scheduler = scheduler;
        this.listeners = listeners;
        this.fleet = KeeperFleet.on(scheduler, budget);
    }

    /** Before the first start: each keeper writes its record there. */
    public synchronized RunningKeepers recordedIn(StateDirectory state, Function<Login, Credentials> credentials) {
        return configuredBy((target, keeper) -> state.configure(keeper, target, credentials));
    }

    /** Before the first start: what else each keeper is made of. */
    public synchronized RunningKeepers configuredBy(BiConsumer<Target, CountdownKeeperBuilder> more) {
        details = details.andThen(more);
        return this;
    }

    /** Must not block: the audience shares one thread. */
    public void onEvent(BiConsumer<Target, KeeperEvent> listener) {
        audience.add(listener);
    }

    /** Tells each keeper's events on the audience's thread. Must not block either. */
    public void addListener(KeeperListener listener) {
        fleet.addListener(listener);
    }

    private record Kept(CountdownKeeper keeper, CompletableFuture<Void> lastEvent) {}

    private record Closing(Target target, Kept kept, CompletableFuture<Void> done) {}

    /**
     * Tells whether it was armed by the consumer, on any thread, unless it was closed before. A close of the same
     * countdown under way is cut short.
     */
    public synchronized void start(Target target, BiConsumer<Target, FirstArmed> answer) {
        closing.removeIf(each -> each.done().isDone());
        closing.stream()
                .filter(each -> each.target().isContinuedBy(target))
                .forEach(each -> each.kept().keeper().close());
        CompletableFuture<Void> lastEvent = new CompletableFuture<>();
        CountdownKeeperBuilder builder = CountdownKeeper.builder(
                        gateways.apply(target), target.scope(), target.policy())
                .account(target.account().name())
                .liveness(liveness)
                .executor(listeners)
                .firstAttempts(FIRST_ATTEMPTS)
                .listener((self, event) -> {
                    audience.forEach(listener -> listener.accept(target, event));
                    if (event instanceof KeeperEvent.Closed) {
                        lastEvent.complete(null);
                    }
                });
        details.accept(target, builder);
        CountdownKeeper keeper = fleet.add(target.keyInMarket().toString(), builder);
        running.put(target, new Kept(keeper, lastEvent));
        CompletableFuture<Void> unused = keeper.firstArmed().thenAccept(first -> {
            if (isRunning(target, keeper)) {
                answer.accept(target, first);
            }
        });
    }

    private synchronized boolean isRunning(Target target, CountdownKeeper keeper) {
        Kept kept = running.get(target);
        return kept != null && kept.keeper() == keeper;
    }

    /** A copy. */
    public synchronized Map<Target, CountdownKeeper> running() {
        Map<Target, CountdownKeeper> copy = new LinkedHashMap<>();
        running.forEach((target, kept) -> copy.put(target, kept.keeper()));
        return copy;
    }

    /** The order gate of the fleet for one contract or pair: it asks those that are closed as well, while they may fire. */
    public boolean mayQuote(KeyInMarket key, String contract, Duration margin) {
        return fleet.mayQuote(key.toString(), contract, margin);
    }

    /**
     * What is not certain after two attempts, and the time that the requests of one key need beside each other, stays
     * uncertain. The consumer must not block: it shares the audience's thread.
     */
    public synchronized void close(Target target, CloseMode mode, Consumer<CloseReport> closed) {
        Kept kept = running.remove(target);
        if (kept == null) {
            return;
        }
        Scheduler.Timer timer =
                scheduler.schedule(patience(target), () -> kept.keeper().close());
        Protection before = kept.keeper().protection();
        CompletableFuture<Void> done = kept.keeper().close(mode).thenAccept(result -> {
            timer.cancel();
            closed.accept(new CloseReport(
                    target,
                    mode,
                    result,
                    Instant.ofEpochMilli(scheduler.wallMillis()),
                    before.state() == KeeperState.FIRED || hasFired(kept.keeper()),
                    before.openLapse()));
        });
        closing.add(new Closing(target, kept, done));
    }

    private static boolean hasFired(CountdownKeeper keeper) {
        return keeper.protection()
                .certainlyFiredAfter()
                .filter(Duration::isZero)
                .isPresent();
    }

    private Duration patience(Target target) {
        KeyInMarket key = target.keyInMarket();
        long others = Stream.concat(running.keySet().stream(), closing.stream().map(Closing::target))
                .filter(other -> other.keyInMarket().equals(key))
                .count();
        RenewalPolicy policy = target.policy();
        return policy.attemptDeadline()
                .plus(policy.backoff())
                .multipliedBy(2)
                .plus(Budgets.EACH.window().multipliedBy(others).dividedBy(Budgets.EACH.requests()));
    }

    /** Closes all that run, and waits for what is certain and for the last events. */
    public void closeAll(Function<Target, CloseMode> mode, Consumer<CloseReport> closed) {
        running().keySet().forEach(target -> close(target, mode.apply(target), closed));
        List<Closing> all = closing();
        all.forEach(each -> each.done().join());
        CompletableFuture.allOf(
                        all.stream().map(each -> each.kept().lastEvent()).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .join();
        fleet.close();
    }

    private synchronized List<Closing> closing() {
        return List.copyOf(closing);
    }
}
