package dev.countdown.http;

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
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a gateway. One more than in use is kept warm, so that no attempt spends its time on a handshake; a
 * connection that idled too long is replaced; and when a request stays without answer, each that was not heard from since is
 * not trusted either: it is closed, and a new one is opened before the next attempt needs it. It calls nobody: a connection is
 * handed out as a future. Lives on the gateway's event loop.
 */
final class ConnectionPool {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SHORTLY = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long HEAD_START_MILLIS = 200;

    private final GatewayState state;
    private final Addresses addresses;
    private final Set<Promise<PooledConnection>> races = new HashSet<>();
    private final Set<PooledConnection> open = new HashSet<>();
    private final Set<PooledConnection> silent = new HashSet<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Deque<Promise<PooledConnection>> waiting = new ArrayDeque<>();
    private final Promise<@Nullable Void> ready = Promise.promise();
    private int connecting;
    private boolean reachable;
    private boolean closed;

    ConnectionPool(GatewayState state, Addresses addresses) {
        this.state = state;
        this.addresses = addresses;
    }

    /** Opens the first connection, and looks after all of them from then on. */
    void start() {
        reachable = true;
        serve(LIMIT);
        if (!closed) {
            state.timers.schedule(TICK, this::start);
        }
    }

    /** Completes once the first connection is open, or could not be opened. */
    Future<@Nullable Void> ready() {
        return ready.future();
    }

    /** A connection, at once or when there is one; fails where none can be opened, and once this is closed. */
    Future<PooledConnection> take(Duration limit) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        Promise<PooledConnection> wanted = Promise.promise();
        waiting.add(wanted);
        serve(limit);
        return wanted.future();
    }

    /** Nobody waits for this one any more. */
    void forget(@Nullable Future<PooledConnection> taken) {
        waiting.removeIf(wanted -> wanted.future() == taken);
    }

    /** Takes a connection back on the next turn of the event loop, so that a close read together with the reply is seen first. */
    void release(PooledConnection taken) {
        state.context.runOnContext(later -> {
            silent.remove(taken);
            if (closed) {
                taken.close();
            } else if (taken.isOpen()) {
                idle.push(taken);
            }
            serve(LIMIT);
        });
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
            connect(LIMIT, false);
        }
    }

    /** The exchange's time, by a connection of its own that is closed after it; empty if its reply proves nothing. */
    Future<Optional<ExchangeTime>> askTime(Duration limit) {
        return race(limit, false).compose(made -> {
            keep(made);
            silent.add(made); // beside those that are planned for
            return state.serverTime.ask(made, limit).onComplete(end -> made.close());
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
        List.copyOf(races).forEach(first -> first.tryFail("closed"));
        List.copyOf(waiting).forEach(wanted -> wanted.tryFail("closed"));
        waiting.clear();
        ready.tryComplete();
    }

    /** Gives those that wait what is idle, and opens what is missing: a spare, and one for each that still waits. */
    private void serve(Duration limit) {
        if (Vertx.currentContext() == null) {
            end(); // Vert.x is closed: no event loop runs this timer
            return;
        }
        ClockReading now = state.clock.read();
        closeIdle(each -> each.isStale(now));
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            waiting.remove().complete(idle.pop());
        }
        int wanted = Math.max(1, silent.size()) + waiting.size() - idle.size();
        int missing = Math.min(wanted, most() - open.size()) - connecting;
        for (int i = 0; i < missing && (reachable || !waiting.isEmpty()); i++) {
            connect(waiting.isEmpty() ? LIMIT : limit, true);
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

    private void connect(Duration limit, boolean ask) {
        connecting++;
        race(limit, ask).onComplete(this::opened, this::notOpened);
    }

    private void opened(PooledConnection made) {
        connecting--;
        reachable = true;
        keep(made);
        ready.tryComplete();
        release(made);
    }

    private void keep(PooledConnection made) {
        open.add(made);
        made.closed().onComplete(end -> gone(made));
    }

    private void notOpened(Throwable cause) {
        connecting--;
        reachable = false;
        ready.tryComplete();
        while (open.isEmpty() && waiting.size() > connecting) {
            waiting.remove().fail(cause);
        }
    }

    private void gone(PooledConnection lost) {
        List.<Collection<?>>of(open, idle, silent).forEach(each -> each.remove(lost));
        if (!waiting.isEmpty()) {
            serve(LIMIT);
        }
        // Not at once, because a Vert.x that is being closed may have closed it.
        state.timers.schedule(SHORTLY, () -> serve(LIMIT));
    }

    /** The first connection that opens, of one to each address; all others are closed. */
    private Future<PooledConnection> race(Duration limit, boolean ask) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        Promise<PooledConnection> first = Promise.promise();
        long millis = Math.max(1, limit.toMillis());
        long timer = state.vertx.setTimer(millis, late -> first.tryFail("no connection within " + millis + " ms"));
        races.add(first);
        Future.succeededFuture()
                .compose(now -> addresses.find())
                .compose(found -> next(found.iterator(), limit, ask, first))
                .onFailure(first::tryFail);
        return first.future().onComplete(end -> {
            state.vertx.cancelTimer(timer);
            races.remove(first);
        });
    }

    /** Opens one to the next address, and then to those after it: each a little later, or once that before it failed. */
    private Future<?> next(Iterator<InetAddress> left, Duration limit, boolean ask, Promise<PooledConnection> first) {
        if (first.future().isComplete()) {
            return first.future();
        }
        Future<PooledConnection> opening =
                open(left.next(), limit, ask, first.future()).onSuccess(first::tryComplete);
        if (!left.hasNext()) {
            return opening;
        }
        Promise<Void> turn = Promise.promise();
        state.vertx.setTimer(HEAD_START_MILLIS, late -> turn.tryComplete());
        opening.onFailure(lost -> turn.tryComplete());
        return Future.any(opening, turn.future().compose(now -> next(left, limit, ask, first)));
    }

    /**
     * A connection that has answered a question for the exchange's time: it works, and its server's code is warm. An exchange
     * that does not answer gets a second one, without a question.
     */
    private Future<PooledConnection> open(
            InetAddress address, Duration limit, boolean ask, Future<PooledConnection> race) {
        PooledConnection made = new PooledConnection(state, address);
        race.onComplete(end -> {
            if (end.result() != made) {
                made.close();
            }
        });
        Future<PooledConnection> opening = made.open();
        return !ask
                ? opening
                : opening.compose(opened -> state.serverTime
                        .ask(made, limit.dividedBy(2))
                        .transform(end -> {
                            if (end.succeeded() && made.isOpen()) {
                                return Future.succeededFuture(made);
                            }
                            made.close();
                            return open(address, limit, false, race);
                        }));
    }
}
