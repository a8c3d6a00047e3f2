package dev.countdown.bootstrap.closing;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import dev.countdown.http.VertxScheduler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How each kind of host ends without losing a disarm. The samples of application/README.md. */
final class Hosts {

    private Hosts() {}

    /** Plain Java: the caller's thread waits. */
    static void plainJava(GateSettings settings, List<Scope> scopes, Consumer<GuardedTrading> trade) {
        GuardedTrading trading = new GuardedTrading(settings, scopes);
        try {
            trade.accept(trading);
        } finally {
            trading.stop(CloseMode.DISARM).join();
        }
    }

    /**
     * A shutdown hook. The JVM runs all hooks at once, so no other hook may close anything of this. It expires the countdowns soon: a
     * process that is told to end has not looked at its orders.
     */
    static Thread shutdownHook(GuardedTrading trading) {
        return new Thread(() -> trading.stop(CloseMode.EXPIRE_SOON).join(), "stop-trading");
    }

    /** A verticle, which does not own its Vert.x. Undeploying it, and closing that Vert.x, wait for the future of stop(). */
    static final class TradingVerticle extends VerticleBase {

        private final GateSettings settings;
        private Optional<GateCountdownGateway> gateway = Optional.empty();
        private Optional<CountdownKeeper> keeper = Optional.empty();

        TradingVerticle(GateSettings settings) {
            this.settings = settings;
        }

        @Override
        public Future<?> start() {
            GateCountdownGateway opened = new GateCountdownGateway(vertx, settings);
            gateway = Optional.of(opened);
            CountdownKeeper started = CountdownKeeper.builder(
                            opened, Scope.all(), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                    .scheduler(new VertxScheduler(vertx))
                    .build()
                    .start();
            keeper = Optional.of(started);
            return Future.fromCompletionStage(started.firstArmed(), context); // deployed once it is known
        }

        @Override
        public Future<?> stop() {
            return Future.fromCompletionStage(keeper.orElseThrow().close(CloseMode.DISARM), context)
                    .onComplete(closed -> gateway.orElseThrow().close());
        }
    }

    /** What Spring's interface of this name asks for, without its dependency. */
    interface SmartLifecycle {
        void start();

        void stop(Runnable done);

        boolean isRunning();

        int getPhase();
    }

    /**
     * Spring stops the highest phase first, and waits for each phase: give strategies a higher one. It waits only so long, by
     * {@code spring.lifecycle.timeout-per-shutdown-phase}; let that be longer than a close may take.
     */
    static final class SpringTrading implements SmartLifecycle {

        private final Supplier<GuardedTrading> open;
        private volatile Optional<GuardedTrading> trading = Optional.empty();

        SpringTrading(Supplier<GuardedTrading> open) {
            this.open = open;
        }

        @Override
        public void start() {
            trading = Optional.of(open.get());
        }

        @Override
        public void stop(Runnable done) {
            CompletableFuture<?> unused = trading.orElseThrow()
                    .stop(CloseMode.DISARM)
                    .whenComplete((results, failure) -> {
                        trading = Optional.empty();
                        done.run();
                    });
        }

        @Override
        public boolean isRunning() {
            return trading.isPresent();
        }

        @Override
        public int getPhase() {
            return 0;
        }
    }

    /** What Micronaut's interface of this name asks for, without its dependency. */
    interface LifeCycle<T extends LifeCycle<T>> extends AutoCloseable {
        T stop();

        @Override
        default void close() {
            stop();
        }
    }

    /**
     * One bean that owns all of it: Micronaut closes it with the context, and the order is inside. The same with a method that has
     * {@code @PreDestroy}, also in Quarkus, CDI and Spring.
     */
    static final class MicronautTrading implements LifeCycle<MicronautTrading> {

        private final GuardedTrading trading;

        MicronautTrading(GuardedTrading trading) {
            this.trading = trading;
        }

        @Override
        public MicronautTrading stop() {
            trading.stop(CloseMode.DISARM).join();
            return this;
        }
    }
}
