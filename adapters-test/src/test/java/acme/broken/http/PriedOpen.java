package acme.broken.http;

import io.vertx.core.internal.VertxInternal;

/** An adapter that reaches into a library. */
public interface PriedOpen {
    VertxInternal vertx();
}
