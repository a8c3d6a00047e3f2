package dev.countdown.bootstrap;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A simulated exchange in this process, for the command line in another. */
abstract class SimulatorTest {

    final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    final ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
    final URI baseUri = simulator.baseUri();

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** Of the requests to the countdown endpoint; the exchange's time is asked for as well. */
    List<String> bodies() {
        return simulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .map(SeenRequest::body)
                .toList();
    }
}
