package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Closure;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.CountdownKeeper;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Liveness;
import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The running keepers, one for each target. Started and closed by one thread; listeners are called on another. */
final class Keepers {

    private final Map<Target, CountdownKeeper> running = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<Target, CompletableFuture<Void>> lastEvents = new LinkedHashMap<>();
    private final ExecutorService listeners = Executors.newSingleThreadExecutor(Keepers::daemon);
    private final Function<Target, CountdownGateway> gateways;
    private final Liveness liveness;
    private final BiConsumer<Target, KeeperEvent> listener;

    Keepers(Function<Target, CountdownGateway> gateways, Liveness liveness, BiConsumer<Target, KeeperEvent> listener) {
        this.gateways = gateways;
        this.liveness = liveness;
        this.listener = listener;
    }

    /** Tells of the first reply by the consumer, on any thread. */
    void start(Target target, BiConsumer<Target, Reply> firstReply) {
        CompletableFuture<Void> lastEvent = new CompletableFuture<>();
        CountdownKeeper keeper = CountdownKeeper.builder(gateways.apply(target), target.scope(), target.policy())
                .liveness(liveness)
                .executor(listeners)
                .listener(event -> {
                    listener.accept(target, event);
                    if (event instanceof KeeperEvent.Closed) {
                        lastEvent.complete(null);
                    }
                })
                .build();
        running.put(target, keeper);
        lastEvents.put(target, lastEvent);
        keeper.firstArmed().thenAccept(reply -> firstReply.accept(target, reply));
        keeper.start();
    }

    /** A copy. Safe for use by many threads. */
    Map<Target, CountdownKeeper> running() {
        synchronized (running) {
            return new LinkedHashMap<>(running);
        }
    }

    /**
     * Closes all at once and waits until the listener has heard of it. What is not certain after two attempts stays
     * uncertain: the closure says until when.
     */
    List<Closure> close(Optional<CloseMode> mode) {
        List<CompletableFuture<Closure>> closing = new ArrayList<>();
        running().forEach((target, keeper) -> closing.add(close(target, keeper, mode.orElse(target.onExit()))));
        List<Closure> closures = closing.stream().map(CompletableFuture::join).toList();
        CompletableFuture.allOf(lastEvents.values().toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .join();
        return closures;
    }

    private static CompletableFuture<Closure> close(Target target, CountdownKeeper keeper, CloseMode mode) {
        CompletableFuture<Closure> closure = keeper.close(mode).toCompletableFuture();
        Duration patience =
                target.policy().attemptDeadline().plus(target.policy().backoff());
        Scheduler.Timer timer =
                Scheduler.system().schedule(patience.multipliedBy(2), () -> keeper.close(CloseMode.LEAVE));
        return closure.whenComplete((done, never) -> timer.cancel());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "countdown-events");
        thread.setDaemon(true);
        return thread;
    }
}
