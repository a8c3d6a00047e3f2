package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CountdownGateway;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.Market;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One gateway for each login and market, on one event loop. A key is bound to its host: what is still closing at the host of before
 * never signs with the key of its successor. Safe for use by many threads.
 */
public final class Gateways implements AutoCloseable {

    private final Vertx vertx = ExchangeConnection.vertx();
    private final Map<Place, GateCountdownGateway> gateways = new ConcurrentHashMap<>();
    private final Map<Login, Credentials> credentials = new ConcurrentHashMap<>();

    private record Place(Login login, Market market) {}

    /** New keys of a login sign from the next request on. */
    public void sign(Map<Login, Credentials> keys) {
        credentials.putAll(keys);
    }

    /** The same one for all targets of a login in a market. */
    public CountdownGateway of(Target target) {
        return gateways.computeIfAbsent(new Place(target.account().login(), target.market()), this::connect);
    }

    /** Those that sign for a login now. */
    public Credentials credentials(Login login) {
        return Objects.requireNonNull(credentials.get(login));
    }

    /** For what else needs an event loop. */
    public Vertx vertx() {
        return vertx;
    }

    private GateCountdownGateway connect(Place place) {
        return new GateCountdownGateway(
                vertx,
                ConnectionOptions.settings(place.login().baseUri(), () -> credentials(place.login()))
                        .on(place.market()));
    }

    @Override
    public void close() {
        gateways.values().forEach(GateCountdownGateway::close);
        ExchangeConnection.close(vertx);
    }
}
