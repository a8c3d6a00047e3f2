package dev.countdown.http;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Applies countdowns through Gate's APIv4, {@code POST /options/countdown_cancel_all}, each request signed. Safe for use
 * by many threads and for many requests at once; it works on one event loop of the platform's Vert.x, on which replies
 * are completed, too.
 *
 * <p>A trigger time is checked against the exchange's time and the timeout that was asked for, to within 2 s and the
 * round trip. The exchange's time is what the reply's headers say ({@code X-In-Time}, else {@code Date}), else what earlier
 * replies showed. Where none ever did, the Timestamp of the request stands in: an exchange that accepted it is within 60 s
 * of it, so the check then allows 60 s more.
 *
 * <p>Connections are opened as soon as the gateway is made, and one more than needed is kept. Made in a verticle it
 * outlives that one: only {@link #close} and the end of its Vert.x end it.
 */
public final class GateCountdownGateway implements CountdownGateway, AutoCloseable {

    private final Session session;

    /**
     * Makes a gateway and begins to connect.
     *
     * @param vertx the platform's; the gateway never closes it
     * @param settings where to, as whom, and within which limits
     */
    public GateCountdownGateway(Vertx vertx, GateSettings settings) {
        this(vertx, settings, Scheduler.system(), InetAddress::getAllByName);
    }

    GateCountdownGateway(Vertx vertx, GateSettings settings, Scheduler clock, Addresses.Resolver resolver) {
        session = new Session(vertx, settings, clock, resolver);
        session.context.emit(session.lines, Lines::start);
    }

    @Override
    public CompletionStage<Reply> submit(Countdown countdown, Duration deadline) {
        Objects.requireNonNull(countdown, "countdown");
        Objects.requireNonNull(deadline, "deadline");
        Attempt attempt = new Attempt(session, countdown, deadline);
        try {
            session.context.emit(attempt, Attempt::start);
        } catch (RejectedExecutionException e) {
            attempt.outcome().complete(Reply.NotApplied.notSent("Vert.x is closed"));
        }
        return attempt.outcome().minimalCompletionStage(); // nobody else can end it
    }

    /**
     * Closes the connections and returns at once; idempotent. What is still on its way ends as unknown, what comes later is
     * not sent. It cancels no countdown: those that are armed stay so.
     */
    @Override
    public void close() {
        try {
            session.context.emit(session.lines, Lines::close);
        } catch (RejectedExecutionException e) {
            // Vert.x is closed, and with it every connection.
        }
    }
}
