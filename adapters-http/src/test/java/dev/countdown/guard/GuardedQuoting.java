package dev.countdown.guard;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The sample of the reference. */
abstract class GuardedQuoting {

    void quote(Vertx vertx, String token) {
        GuardedGate gate = GuardedGate.builder(vertx)
                .nodes(List.of(URI.create("https://10.0.0.1:9465"), URI.create("https://10.0.0.2:9465")))
                .bot("mm-1")
                .token(token)
                .scopes(List.of("main/underlying:BTC_USDT"))
                .listener(event -> log(event.text()))
                .open();
        while (strategyRuns() && !gate.isSuperseded()) {
            gate.pet(); // every 500 ms, from the loop whose life it proves
            gate.openLapses().forEach((scope, lapse) -> {
                readOrdersFromTheExchange(scope);
                gate.reconciled(scope, lapse);
            });
            if (gate.mayQuote(Duration.ofMillis(500))) { // asked again right before each order
                placeOrders();
            }
        }
        gate.close();
    }

    abstract boolean strategyRuns();

    abstract void readOrdersFromTheExchange(String scope);

    abstract void placeOrders();

    abstract void log(String text);
}
