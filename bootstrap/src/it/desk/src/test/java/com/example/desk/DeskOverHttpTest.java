package com.example.desk;

import com.example.desk.wiring.LiveGateways;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SimulatorSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The same desk over signed HTTP, in real time. */
@Tag("slow")
class DeskOverHttpTest extends DeskTest {

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final ExchangeSimulator simulator = ExchangeSimulator.start(
            exchange,
            0,
            SimulatorSettings.DEFAULTS.withKeys(
                    ApiKey.of("key-a", "secret-a", "alpha"), ApiKey.of("key-b", "secret-b", "beta")));

    @AfterEach
    void close() {
        simulator.close();
        vertx.close();
    }

    @Override
    Scheduler scheduler() {
        return Scheduler.system();
    }

    @Override
    InMemoryExchange exchange() {
        return exchange;
    }

    @Override
    CountdownGateway gateway(String account) {
        String suffix = account.substring(0, 1);
        return LiveGateways.connect(vertx, simulator.baseUri(), "key-" + suffix, "secret-" + suffix);
    }

    @Override
    boolean comesTrue(BooleanSupplier condition) {
        CompletableFuture<Void> held = new CompletableFuture<>();
        look(condition, held);
        try {
            held.get(5, TimeUnit.MINUTES);
            return true;
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            return false;
        }
    }

    private void look(BooleanSupplier condition, CompletableFuture<Void> held) {
        if (condition.getAsBoolean()) {
            held.complete(null);
        } else if (!held.isDone()) {
            scheduler().schedule(Duration.ofMillis(20), () -> look(condition, held));
        }
    }
}
