package dev.countdown.bootstrap.cli;

import dev.countdown.application.CountdownGateway;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway and the Vert.x beneath it. */
public final class ExchangeConnection implements AutoCloseable {

    private final Vertx vertx = vertx();
    private final GateCountdownGateway gateway;

    public ExchangeConnection(GateSettings settings) {
        gateway = new GateCountdownGateway(vertx, settings);
    }

    /**
     * One event loop is plenty for a few small requests, and quicker to start; so is Netty without a flight recorder. No
     * file is served, so that no folder for copies of files is needed, which a kill would leave behind. A first request keeps
     * the event loop of a cold JVM on a busy host for seconds, which is no news.
     */
    public static Vertx vertx() {
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setMaxEventLoopExecuteTime(10)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /** Waits for its threads, for which the end of the process would wait longer. */
    public static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            return; // the process ends anyway
        }
    }

    public CountdownGateway gateway() {
        return gateway;
    }

    @Override
    public void close() {
        gateway.close();
        close(vertx);
    }
}
