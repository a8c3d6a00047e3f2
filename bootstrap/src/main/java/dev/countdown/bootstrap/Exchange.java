package dev.countdown.bootstrap;

import dev.countdown.application.CountdownGateway;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** A gateway and the Vert.x beneath it. */
final class Exchange implements AutoCloseable {

    private final Vertx vertx = vertx();
    private final GateCountdownGateway gateway;

    Exchange(GateSettings settings) {
        gateway = new GateCountdownGateway(vertx, settings);
    }

    /**
     * One event loop is plenty for a few small requests, and quicker to start; so is Netty without a flight recorder.
     */
    static Vertx vertx() {
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(2));
    }

    CountdownGateway gateway() {
        return gateway;
    }

    @Override
    public void close() {
        gateway.close();
        vertx.close();
    }
}
