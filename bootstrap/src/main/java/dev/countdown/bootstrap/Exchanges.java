package dev.countdown.bootstrap;

import dev.countdown.application.CountdownGateway;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateCountdownGateway;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** One gateway for each account, on one event loop. Safe for use by many threads. */
final class Exchanges implements AutoCloseable {

    private final Vertx vertx = Exchange.vertx();
    private final Map<Account, GateCountdownGateway> gateways = new ConcurrentHashMap<>();
    private final Map<String, Credentials> credentials = new ConcurrentHashMap<>();

    /** The keys of each account by its name: new ones sign from the next request on. */
    void sign(Map<String, Credentials> keys) {
        credentials.putAll(keys);
    }

    CountdownGateway of(Target target) {
        return gateways.computeIfAbsent(target.account(), this::connect);
    }

    private GateCountdownGateway connect(Account account) {
        return new GateCountdownGateway(
                vertx,
                Connection.settings(account.baseUri(), () -> Objects.requireNonNull(credentials.get(account.name()))));
    }

    @Override
    public void close() {
        gateways.values().forEach(GateCountdownGateway::close);
        vertx.close();
    }
}
