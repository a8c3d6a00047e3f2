package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import dev.countdown.metrics.CountdownMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The samples of README.md and application/README.md. {@link ReadmeTest} compares them and runs them. */
abstract class EmbeddingSample {

    final void embed(URI exchange, String key, String secret) {
        // sample
        Vertx vertx = Vertx.vertx();
        GateSettings settings = GateSettings.of(exchange, Credentials.of(key, secret));
        GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings);
        RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
        Watchdog alive = new Watchdog(Scheduler.system(), Duration.ofSeconds(2));
        CountdownKeeper keeper = CountdownKeeper.builder(gateway, Scope.underlying("BTC_USDT"), policy)
                .liveness(alive)
                .listener((self, event) -> log(event.name(), event.reason()))
                .build()
                .start();
        tradeUntilStopped(alive::pet, keeper::mayQuote);
        keeper.close(CloseMode.DISARM).join(); // before the gateway, which sends it
        gateway.close();
        vertx.close();
        // end of sample
    }

    final KeeperFleet embedFleet(CountdownGateway gateway, List<Scope> scopes, RenewalPolicy policy, Watchdog alive) {
        KeeperFleet fleet = KeeperFleet.on(Scheduler.system(), RequestBudget.GATE_OPTIONS);
        for (Scope scope : scopes) {
            fleet.add("main", CountdownKeeper.builder(gateway, scope, policy).liveness(alive));
        }
        return fleet;
    }

    final void embedMetrics(MeterRegistry registry, KeeperFleet fleet) {
        CountdownMetrics metrics = new CountdownMetrics();
        metrics.bindTo(registry);
        metrics.watch(fleet); // or builder.listener(metrics.listener()) for a keeper without a fleet
    }

    final CountdownKeeper embedReconciling(CountdownGateway gateway, Scope scope, RenewalPolicy policy) {
        return CountdownKeeper.builder(gateway, scope, policy)
                .listener((self, event) -> {
                    if (event instanceof KeeperEvent.Lapsed lapsed) {
                        readOrdersFromTheExchange();
                        self.reconciled(lapsed.lapse());
                    }
                })
                .build();
    }

    abstract void readOrdersFromTheExchange();

    abstract void log(String event, String reason);

    abstract void tradeUntilStopped(Runnable pet, BooleanSupplier mayQuote);
}
