package dev.countdown.bootstrap.probe;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.probe.Call.Login;
import dev.countdown.domain.ClockReading;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateProbe;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The exchange over HTTP. {@link #stop} may be called by any thread; all else by one. */
final class GateWire implements Wire, AutoCloseable {

    private final Vertx vertx = ExchangeConnection.vertx();
    private final Scheduler clock = Scheduler.system();
    private final Map<Login, GateProbe> probes = new EnumMap<>(Login.class);
    private final URI base;
    private final Map<Login, Credentials> credentials;
    private volatile CountDownLatch stop = new CountDownLatch(1);

    /**
     * Connects at the first call.
     *
     * @param key the name of our key
     */
    GateWire(URI base, Credentials ours, String key) {
        this.base = base;
        this.credentials = Map.of(
                Login.OURS, ours,
                Login.UNKNOWN_KEY, Credentials.of("countdown-probe-nobody", "nobody"),
                Login.WRONG_SECRET, Credentials.of(key, "countdown-probe-wrong"));
    }

    /** Lets the next call or pause, or that under way, throw {@link Stopped}. */
    void stop() {
        stop.countDown();
    }

    /** Goes on after a stop, to clean up. */
    void resume() {
        stop = new CountDownLatch(1);
    }

    @Override
    public Reply send(Call call, String timestamp) {
        if (stop.getCount() == 0) {
            throw new Stopped();
        }
        GateProbe probe = probes.computeIfAbsent(
                call.login(),
                login -> new GateProbe(
                        vertx, ConnectionOptions.settings(base, () -> Objects.requireNonNull(credentials.get(login)))));
        ClockReading sent = clock.read();
        GateProbe.Answer answer = probe.send(call.method(), call.target(), call.body(), timestamp)
                .toCompletableFuture()
                .join();
        long seconds = timestamp.matches("\\d+") ? Long.parseLong(timestamp) : 0;
        return new Reply(answer.status(), answer.headers(), answer.body(), seconds, sent, clock.read());
    }

    @Override
    public Scheduler clock() {
        return clock;
    }

    @Override
    public void pause(Duration span) {
        try {
            if (stop.await(span.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    @Override
    public void close() {
        probes.values().forEach(GateProbe::close);
        ExchangeConnection.close(vertx);
    }
}
