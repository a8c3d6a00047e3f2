package dev.countdown.http;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Locale;
import java.util.function.Consumer;

/** One way to send a countdown; called and answered on one event loop. */
@FunctionalInterface
interface Contender {

    /** The kinds. */
    enum Kind {
        BARE,
        OURS,
        NAIVE;

        Contender start(Vertx vertx, URI uri, int inFlight) {
            return switch (this) {
                case BARE -> new BareWebClient(vertx, uri, inFlight);
                case OURS -> new OurGateway(vertx, uri, inFlight);
                case NAIVE -> new NaiveWebClient(vertx, uri, inFlight);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Sends one, and tells when it was acknowledged. */
    void call(Consumer<Boolean> acknowledged);
}
