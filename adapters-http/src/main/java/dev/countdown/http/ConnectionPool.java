package dev.countdown.http;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpClientInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The connections of a gateway. One more than in use is kept warm, so that no attempt spends its time on a handshake; a
 * connection that idled too long is replaced; and when a request stays without answer, each that was not heard from since is
 * not trusted either: it is closed, and a new one is opened before the next attempt needs it. Lives on the gateway's event
 * loop.
 */
final class ConnectionPool {

    private static final long TICK_MILLIS = 1_000;
    private static final Duration SPARE_LIMIT = Duration.ofSeconds(5);

    private final ContextInternal context;
    private final Scheduler clock;
    private final GateSettings settings;
    private final HttpClientInternal client;
    private final Connector connector;
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private Duration keepAlive;
    private long ticker;
    private int open;
    private int connecting;
    private int slow;
    private boolean reachable = true;
    private boolean closed;

    ConnectionPool(
            ContextInternal context,
            Scheduler clock,
            GateSettings settings,
            HttpClientInternal client,
            Connector connector) {
        this.context = context;
        this.clock = clock;
        this.settings = settings;
        this.client = client;
        this.keepAlive = settings.keepAlive();
        this.connector = connector;
    }

    void start() {
        ticker = context.setPeriodic(TICK_MILLIS, tick -> {
            reachable = true;
            closeStale();
            keepSpare();
        });
        client.closeFuture().onComplete(vertxClosed -> context.runOnContext(now -> close()));
        keepSpare();
    }

    /** Gives the attempt a connection, at once or when there is one. */
    void take(Submission attempt, Duration limit) {
        closeStale();
        PooledConnection connection = idle.poll();
        if (connection != null) {
            keepSpare();
            attempt.send(connection);
        } else if (closed) {
            attempt.closed();
        } else {
            waiting.add(attempt);
            connect(limit);
        }
    }

    /** The latest reply's word on how long idle connections are kept; one that was never used counts as well. */
    void limitIdling(Optional<Duration> stated) {
        Duration most = settings.keepAlive();
        keepAlive = stated.filter(limit -> limit.compareTo(most) < 0).orElse(most);
    }

    boolean isClosed() {
        return closed;
    }

    void forget(Submission attempt) {
        waiting.remove(attempt);
    }

    /** Takes a connection back on the next turn of the event loop, so that a close read together with the reply is seen first. */
    void release(PooledConnection connection) {
        context.runOnContext(later -> offer(connection));
    }

    /** An attempt has waited for long: a connection that was not heard from since it was sent may be dead too. */
    void slow(long since) {
        slow++;
        closeIdle(connection -> !connection.heardSince(since));
        keepSpare();
    }

    void slowEnded() {
        slow--;
    }

    void close() {
        closed = true;
        context.owner().cancelTimer(ticker);
        List.copyOf(waiting).forEach(Submission::closed);
        waiting.clear();
        closeIdle(connection -> true);
        connector.close();
    }

    private void closeStale() {
        ClockReading now = clock.read();
        closeIdle(connection -> connection.isStale(now, keepAlive));
    }

    private void closeIdle(Predicate<PooledConnection> unwanted) {
        idle.removeIf(connection -> {
            boolean close = unwanted.test(connection);
            if (close) {
                connection.close();
            }
            return close;
        });
    }

    private void keepSpare() {
        int wanted = Math.max(1, slow) + waiting.size();
        if (!closed && reachable && idle.size() + connecting < wanted) {
            connect(SPARE_LIMIT);
        }
    }

    private void connect(Duration limit) {
        if (open + connecting > settings.connections() + slow) {
            return;
        }
        connecting++;
        connector.connect(limit).onComplete(this::opened, this::notOpened);
    }

    private void opened(HttpClientConnection ofVertx) {
        connecting--;
        reachable = true;
        open++;
        PooledConnection connection = new PooledConnection(client, ofVertx, settings, clock.read());
        connection.onClose(() -> gone(connection));
        offer(connection);
    }

    private void notOpened(Throwable cause) {
        connecting--;
        reachable = false;
        while (open == 0 && waiting.size() > connecting) {
            waiting.remove().unsent(ConnectionErrors.describe(cause));
        }
    }

    private void offer(PooledConnection connection) {
        if (!connection.isOpen()) {
            return;
        }
        Submission next = waiting.poll();
        if (next != null) {
            next.send(connection);
        } else if (closed) {
            connection.close();
        } else {
            idle.push(connection);
        }
        keepSpare();
    }

    private void gone(PooledConnection connection) {
        open--;
        idle.remove(connection);
        keepSpare();
    }
}
