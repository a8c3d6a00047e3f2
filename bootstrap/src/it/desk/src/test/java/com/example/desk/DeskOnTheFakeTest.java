package com.example.desk;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The whole desk in memory and on virtual time: minutes pass in milliseconds. */
class DeskOnTheFakeTest extends DeskTest {

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);

    @Override
    Scheduler scheduler() {
        return time;
    }

    @Override
    InMemoryExchange exchange() {
        return exchange;
    }

    @Override
    CountdownGateway gateway(String account) {
        return exchange.gateway(account);
    }

    @Override
    boolean comesTrue(BooleanSupplier condition) {
        for (int i = 0; i < 1_500 && !condition.getAsBoolean(); i++) {
            time.advance(Duration.ofMillis(20));
        }
        return condition.getAsBoolean();
    }
}
