package dev.countdown.http;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
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
    private static final Duration SPARE_LIMIT = Duration.ofSeconds(5);

    private final Context context;
    private final Scheduler clock;
    private final GateSettings settings;
    private final Connector connector;
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Deque<Promise<PooledConnection>> waiting = new ArrayDeque<>();
    private Duration keepAlive;
    private int open;
    private int connecting;
    private int slow;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    private boolean reachable = true;
    private boolean closed;

    ConnectionPool(Context context, Scheduler clock, GateSettings settings, Connector connector) {
        this.context = context;
        this.clock = clock;
        this.settings = settings;
        this.keepAlive = settings.keepAlive();
        this.connector = connector;
    }

    void start() {
        if (!closed) {
            reachable = true;
            closeStale();
            keepSpare();
            after(TICK, this::start);
        }
    }

    /** By a timer that is not of Vert.x: no event loop takes a task once its Vert.x is closed, and nothing else says so. */
    private void after(Duration delay, Runnable task) {
        clock.schedule(delay, () -> {
            try {
                context.runOnContext(now -> task.run());
            } catch (RejectedExecutionException vertxClosed) {
                end(); // its connections are closed with it
            }
        });
    }

    /** A connection, at once or when there is one; fails where none can be opened, and once this is closed. */
    Future<PooledConnection> take(Duration limit) {
        closeStale();
        PooledConnection free = idle.poll();
        if (free != null) {
            keepSpare();
            return Future.succeededFuture(free);
        }
        if (closed) {
            return Future.failedFuture("closed");
        }
        Promise<PooledConnection> wanted = Promise.promise();
        waiting.add(wanted);
        connect(limit);
        return wanted.future();
    }

    /** Nobody waits for this one any more. */
    void forget(@Nullable Future<PooledConnection> taken) {
        waiting.removeIf(wanted -> wanted.future() == taken);
    }

    /** Takes a connection back on the next turn of the event loop, so that a close read together with the reply is seen first. */
    void release(PooledConnection taken) {
        context.runOnContext(later -> offer(taken));
    }

    /** The latest reply's word on how long idle connections are kept; one that was never used counts as well. */
    void limitIdling(Optional<Duration> stated) {
        Duration most = settings.keepAlive();
        keepAlive = stated.filter(limit -> limit.compareTo(most) < 0).orElse(most);
    }

    /**
     * An attempt has waited for long: a connection that was not heard from since it was sent may be dead too, and one that
     * is being opened as well. A new one is opened in the shortest way.
     */
    void slow(long since) {
        slow++;
        closeIdle(each -> !each.heardSince(since));
        if (!closed && reachable && idle.isEmpty() && open + connecting < most()) {
            count(connector.connectUnasked(SPARE_LIMIT));
        }
    }

    void slowEnded() {
        slow--;
    }

    /** Completes once the first connection is open, or could not be opened. */
    CompletableFuture<@Nullable Void> ready() {
        return ready;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        end();
        closeIdle(each -> true);
        connector.close();
    }

    private void end() {
        closed = true;
        connector.giveUp();
        List.copyOf(waiting).forEach(wanted -> wanted.tryFail("closed"));
        waiting.clear();
        ready.complete(null);
    }

    private void closeStale() {
        ClockReading now = clock.read();
        closeIdle(each -> each.isStale(now, keepAlive));
    }

    private void closeIdle(Predicate<PooledConnection> unwanted) {
        idle.removeIf(each -> {
            boolean ends = unwanted.test(each);
            if (ends) {
                each.close();
            }
            return ends;
        });
    }

    private void keepSpare() {
        if (!closed && reachable) {
            connect(SPARE_LIMIT);
        }
    }

    /** Opens what is wanted: a spare, and one for each that waits. */
    private void connect(Duration limit) {
        int wanted = Math.max(1, slow) + waiting.size() - idle.size();
        int missing = Math.min(wanted, most() - open)
                - connecting; // before the first one, because an attempt can fail at once
        for (int i = 0; i < missing; i++) {
            count(connector.connect(limit));
        }
    }

    /** The very first one is opened alone: a cold start is slow, and nothing is signed before the exchange's clock is known. */
    private int most() {
        return ready.isDone() ? settings.connections() + 1 + slow : 1;
    }

    private void count(Future<PooledConnection> attempt) {
        connecting++;
        attempt.onComplete(this::opened, this::notOpened);
    }

    private void opened(PooledConnection made) {
        connecting--;
        reachable = true;
        open++;
        made.closed().onComplete(end -> gone(made));
        ready.complete(null);
        release(made);
    }

    private void notOpened(Throwable cause) {
        connecting--;
        reachable = false;
        ready.complete(null);
        while (open == 0 && waiting.size() > connecting) {
            waiting.remove().fail(cause);
        }
    }

    private void offer(PooledConnection free) {
        if (!free.isOpen()) {
            return;
        }
        Promise<PooledConnection> next = waiting.poll();
        if (next != null) {
            next.complete(free);
        } else if (closed) {
            free.close();
        } else {
            idle.push(free);
        }
        keepSpare();
    }

    private void gone(PooledConnection lost) {
        open--;
        idle.remove(lost);
        if (!waiting.isEmpty()) {
            keepSpare();
        }
        after(SHORTLY, this::keepSpare); // not at once, because a Vert.x that is being closed may have closed it
    }
}
