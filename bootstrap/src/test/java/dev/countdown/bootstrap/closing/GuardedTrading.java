package dev.countdown.bootstrap.closing;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a platform owns, in the order in which it is made, and the one order in which it ends. Each host below uses it. */
final class GuardedTrading {

    private final Vertx vertx = Vertx.vertx();
    private final GateCountdownGateway gateway;
    private final KeeperFleet fleet = KeeperFleet.on(Scheduler.system(), RequestBudget.GATE_OPTIONS);

    GuardedTrading(GateSettings settings, List<Scope> scopes) {
        gateway = new GateCountdownGateway(vertx, settings);
        RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
        scopes.forEach(scope -> fleet.add("main", CountdownKeeper.builder(gateway, scope, policy)));
    }

    boolean mayQuote() {
        return fleet.mayQuote();
    }

    /** Stop the strategies before. The keepers end first, because the gateway sends what they want to say last. */
    CompletableFuture<Map<CountdownKeeper, CloseResult>> stop(CloseMode mode) {
        return fleet.close(mode).whenComplete((results, failure) -> {
            gateway.close();
            vertx.close();
        });
    }
}
