package dev.countdown.http;

import dev.countdown.application.Scheduler.Timer;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.http.Endpoint.Addresses;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a gateway. One more than in use is kept warm, so that no attempt spends its time on a handshake; a
 * connection that idled too long is replaced; and when a request stays without answer, each that was not heard from since is
 * not trusted either. It calls nobody: a connection is handed out as a future. Lives on the gateway's event loop.
 */
final class ConnectionPool {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SHORTLY = Duration.ofMillis(100);
    private static final long HEAD_START_MILLIS = 200;

    private final GatewayState state;
    private final Addresses addresses;
    private final Set<PooledConnection> open = new HashSet<>();
    private final Set<PooledConnection> silent = new HashSet<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Set<Promise<PooledConnection>> races = new HashSet<>();
    private final Deque<Promise<PooledConnection>> waiting = new ArrayDeque<>();
    private final Promise<@Nullable Void> ready = Promise.promise();
    private int connecting;
    private boolean reachable;
    private boolean asks;
    private boolean closed;

    ConnectionPool(GatewayState state, Addresses addresses) {
        this.state = state;
        this.addresses = addresses;
    }

    /** Opens the first connection, and looks after all of them from then on. */
    void start() {
        reachable = true;
        asks = true;
        ClockReading now = state.clock.read();
        closeIdle(each -> each.isStale(now));
        serve(now);
        if (!closed) {
            state.timers.schedule(TICK, this::start);
        }
    }

    /** Completes once the first connection is open, or could not be opened. */
    Future<@Nullable Void> ready() {
        return ready.future();
    }

    /** A connection, at once or when there is one; fails where each is refused, and once this is closed. */
    Future<PooledConnection> take(ClockReading now) {
        Promise<PooledConnection> wanted = Promise.promise();
        if (closed) {
            wanted.fail("closed");
        } else {
            waiting.add(wanted);
            serve(now);
        }
        return wanted.future();
    }

    /** Nobody waits for this one any more. */
    void forget(@Nullable Future<PooledConnection> taken) {
        waiting.removeIf(wanted -> wanted.future() == taken);
    }

    /**
     * Takes a connection back. Nobody gets it before the next turn of the event loop, so that a close read together with the
     * reply is seen first.
     */
    void release(PooledConnection taken) {
        silent.remove(taken);
        if (closed) {
            taken.close();
        } else if (taken.isOpen()) {
            idle.push(taken);
        }
        if (!waiting.isEmpty()) {
            state.timers.run(this::serve);
        }
    }

    /**
     * An attempt has waited for long: a connection that was not heard from since it was sent may be dead too, and one that is
     * being opened as well. A new one is opened in the shortest way.
     */
    void slow(@Nullable PooledConnection used, long since) {
        if (used != null) {
            silent.add(used);
        }
        closeIdle(each -> each.lastHeard().monotonicNanos() - since < 0);
        if (reachable && idle.isEmpty() && open.size() + connecting < most()) {
            connect(false);
        }
    }

    /** The exchange's time, by a connection of its own that is closed after it; empty if its reply proves nothing. */
    Future<Optional<ExchangeTime>> askTime() {
        return race(false).compose(made -> {
            silent.add(made); // beside those that are planned for
            return state.serverTime.ask(made, LIMIT).onComplete(end -> made.close());
        });
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        end();
        List.copyOf(open).forEach(PooledConnection::close);
    }

    private void end() {
        closed = true;
        List.copyOf(races).forEach(race -> race.tryFail("closed"));
        while (!waiting.isEmpty()) { // one by one: who is told may call forget
            waiting.remove().fail("closed");
        }
        ready.tryComplete();
    }

    private void serve() {
        serve(state.clock.read());
    }

    /** Gives those that wait what is idle, and opens what is missing: a spare, and one for each that still waits. */
    private void serve(ClockReading now) {
        if (Vertx.currentContext() == null) {
            end(); // Vert.x is closed: no event loop runs this timer
            return;
        }
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            PooledConnection last = idle.pop(); // only this one is looked at: of a burst many may idle
            if (last.isOpen() && !last.isStale(now)) {
                waiting.remove().complete(last);
            } else {
                last.close();
            }
        }
        int wanted = Math.max(1, silent.size()) + waiting.size() - idle.size();
        int missing = Math.min(wanted, most() - open.size()) - connecting;
        for (int i = 0; i < missing && (reachable || !waiting.isEmpty()); i++) {
            connect(asks);
        }
    }

    private void closeIdle(Predicate<PooledConnection> unwanted) {
        idle.removeIf(each -> {
            if (unwanted.test(each)) {
                each.close();
            }
            return !each.isOpen();
        });
    }

    /** The very first one is opened alone: a cold start is slow, and nothing is signed before the exchange's clock is known. */
    private int most() {
        return closed ? 0 : ready.future().isComplete() ? state.settings.connections() + 1 + silent.size() : 1;
    }

    private void connect(boolean ask) {
        connecting++;
        race(ask).onComplete(made -> {
            connecting--;
            reachable = made.succeeded();
            ready.tryComplete();
            if (reachable) {
                release(made.result());
            }
            while (made.failed()
                    && !(made.cause() instanceof TimeoutException)
                    && open.isEmpty()
                    && waiting.size() > connecting) {
                waiting.remove().fail(made.cause());
            }
        });
    }

    /** Not at once, because a Vert.x that is being closed may have closed it. */
    private void gone(PooledConnection lost) {
        open.remove(lost);
        idle.remove(lost);
        silent.remove(lost);
        state.timers.schedule(waiting.isEmpty() ? SHORTLY : Duration.ZERO, this::serve);
    }

    /** The first connection that opens: to each address one, each a little later than that before it; all others are closed. */
    private Future<PooledConnection> race(boolean ask) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        Promise<PooledConnection> race = Promise.promise();
        races.add(race);
        Timer timer = state.timers.schedule(LIMIT, () -> race.tryFail(new TimeoutException()));
        race.future().onComplete(end -> {
            timer.cancel();
            races.remove(race);
            if (end.succeeded()) {
                open.add(end.result());
                end.result().closed().onComplete(closed -> gone(end.result()));
            }
        });
        try {
            addresses
                    .find()
                    .compose(found -> Future.any(IntStream.range(0, found.size())
                            .mapToObj(i -> state.vertx
                                    .timer(1 + i * HEAD_START_MILLIS)
                                    .compose(turn -> open(found.get(i), ask, race)))
                            .toList()))
                    .onFailure(race::tryFail);
        } catch (Throwable e) {
            race.tryFail(e); // no thread for the look-up
        }
        return race.future();
    }

    /**
     * A connection that has answered a question for the exchange's time: it works, and its server's code is warm. An exchange
     * that does not answer gets a second one, and for a moment no question.
     */
    private Future<PooledConnection> open(InetAddress address, boolean ask, Promise<PooledConnection> race) {
        if (race.future().isComplete()) {
            return race.future();
        }
        PooledConnection made = new PooledConnection(state, address);
        race.future().onComplete(end -> {
            if (end.result() != made) {
                made.close();
            }
        });
        return made.open()
                .compose(opened -> !ask
                        ? Future.succeededFuture(made)
                        : state.serverTime
                                .ask(made, LIMIT.dividedBy(2))
                                .expecting(told -> made.isOpen())
                                .map(told -> made)
                                .recover(untold -> {
                                    asks = false;
                                    return open(address, false, race);
                                }))
                .onSuccess(race::tryComplete);
    }
}
