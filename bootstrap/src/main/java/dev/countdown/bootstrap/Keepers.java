package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.CountdownKeeper;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Liveness;
import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The running keepers, one for each target. Safe for use by many threads; listeners are called on one of its own. */
final class Keepers {

    private final Map<Target, Kept> running = new LinkedHashMap<>();
    private final List<Closing> closing = new ArrayList<>();
    private final ExecutorService listeners = Executors.newSingleThreadExecutor(Keepers::daemon);
    private final Function<Target, CountdownGateway> gateways;
    private final Liveness liveness;
    private final List<BiConsumer<Target, KeeperEvent>> audience = new CopyOnWriteArrayList<>();

    Keepers(Function<Target, CountdownGateway> gateways, Liveness liveness) {
        this.gateways = gateways;
        this.liveness = liveness;
    }

    /** Must not block: the audience shares one thread. */
    void onEvent(BiConsumer<Target, KeeperEvent> listener) {
        audience.add(listener);
    }

    private record Kept(CountdownKeeper keeper, CompletableFuture<Void> lastEvent) {}

    private record Closing(Target target, Kept kept, CompletableFuture<Void> done) {}

    /**
     * Tells of the first reply by the consumer, on any thread, unless it was closed before. A close of the same
     * countdown under way is cut short.
     */
    synchronized void start(Target target, BiConsumer<Target, Reply> firstReply) {
        closing.removeIf(each -> each.done().isDone());
        closing.stream()
                .filter(each -> each.target().isSameCountdown(target))
                .forEach(each -> each.kept().keeper().close());
        CompletableFuture<Void> lastEvent = new CompletableFuture<>();
        CountdownKeeper keeper = CountdownKeeper.builder(gateways.apply(target), target.scope(), target.policy())
                .liveness(liveness)
                .executor(listeners)
                .listener(event -> {
                    audience.forEach(listener -> listener.accept(target, event));
                    if (event instanceof KeeperEvent.Closed) {
                        lastEvent.complete(null);
                    }
                })
                .build();
        running.put(target, new Kept(keeper, lastEvent));
        keeper.firstArmed().thenAccept(reply -> {
            if (isRunning(target, keeper)) {
                firstReply.accept(target, reply);
            }
        });
        keeper.start();
    }

    private synchronized boolean isRunning(Target target, CountdownKeeper keeper) {
        Kept kept = running.get(target);
        return kept != null && kept.keeper() == keeper;
    }

    /** A copy. */
    synchronized Map<Target, CountdownKeeper> running() {
        Map<Target, CountdownKeeper> copy = new LinkedHashMap<>();
        running.forEach((target, kept) -> copy.put(target, kept.keeper()));
        return copy;
    }

    /**
     * What is not certain after two attempts stays uncertain. The consumer must not block: it shares the audience's
     * thread.
     */
    synchronized void close(Target target, CloseMode mode, Consumer<Farewell> closed) {
        Kept kept = running.remove(target);
        if (kept == null) {
            return;
        }
        Duration patience =
                target.policy().attemptDeadline().plus(target.policy().backoff());
        Scheduler.Timer timer = Scheduler.system()
                .schedule(patience.multipliedBy(2), () -> kept.keeper().close());
        CompletionStage<Void> done = kept.keeper().close(mode).thenAccept(closure -> {
            timer.cancel();
            closed.accept(new Farewell(target, mode, closure));
        });
        closing.add(new Closing(target, kept, done.toCompletableFuture()));
    }

    /** Closes all that run, and waits for what is certain and for the last events. */
    void closeAll(Function<Target, CloseMode> mode, Consumer<Farewell> closed) {
        running().keySet().forEach(target -> close(target, mode.apply(target), closed));
        List<Closing> all = closing();
        all.forEach(each -> each.done().join());
        CompletableFuture.allOf(
                        all.stream().map(each -> each.kept().lastEvent()).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .join();
    }

    private synchronized List<Closing> closing() {
        return List.copyOf(closing);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "countdown-events");
        thread.setDaemon(true);
        return thread;
    }
}
