package dev.countdown.http;

import dev.countdown.application.CountdownGateway;
import dev.countdown.testing.FaultPlan;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.contract.CountdownGatewayContract;
import dev.countdown.testing.simulator.ExchangeSimulator;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The gateway keeps the rules that the fake keeps, through HTTP and the simulated exchange. */
@Tag("slow")
class GateCountdownGatewayContractTest extends CountdownGatewayContract {

    private final Vertx vertx = Vertx.vertx();
    private final List<ExchangeSimulator> simulators = new ArrayList<>();

    @Override
    protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
        ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
        simulators.add(simulator);
        simulator.faults(faults);
        return new GateCountdownGateway(vertx, GateSettings.of(simulator.baseUri(), Credentials.of("demo", "demo")));
    }

    @Override
    protected List<String> secrets() {
        return List.of("demo");
    }

    @AfterEach
    void stop() {
        simulators.forEach(ExchangeSimulator::close);
        vertx.close();
    }
}
