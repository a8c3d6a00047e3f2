package dev.countdown.bootstrap;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SeenRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A simulated exchange in this process, for the command line in another. */
public abstract class SimulatorTest {

    public final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    public final ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
    public final URI baseUri = simulator.baseUri();

    @AfterEach
    public void stop() {
        simulator.close();
    }

    /** Of the requests to the countdown endpoint; the exchange's time is asked for as well. */
    public List<String> bodies() {
        return simulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .map(SeenRequest::body)
                .toList();
    }
}
