package dev.countdown.http;

import dev.countdown.application.Deadline;
import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import dev.countdown.http.RequestCodec.CountdownRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One submission, from the call to its one reply. Before its request is written nothing was sent; from then on every end
 * without proof is unknown. Lives on the gateway's event loop.
 */
final class Submission extends AttemptTimers.Alarm {

    /** At least kept back from a wait for the exchange's time, so that the verdict comes within the deadline. */
    private static final long LEFT_FOR_VERDICT = 100 * Nanos.MILLI;

    static final Outcome CLOSED =
            new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, "the gateway is closed, or its Vert.x", Retry.NEVER);

    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final GatewayState state;
    private final Countdown countdown;
    private final Deadline deadline;
    private boolean corrected;
    private boolean slow;
    private @Nullable Future<PooledConnection> taking;
    private @Nullable PooledConnection connection;
    private @Nullable SentRequest sent;
    private @Nullable Heard doubtful;

    /** A reply, where it came from, and when. */
    private record Heard(PooledConnection from, SentRequest request, WireReply reply, ClockReading at) {}

    Submission(GatewayState state, Countdown countdown, Duration within) {
        this.state = state;
        this.countdown = countdown;
        this.deadline = new Deadline(state.clock.nanoTime(), within);
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void start() {
        if (state.connections.isClosed()) {
            closed();
            return;
        }
        ClockReading now = state.clock.read();
        if (isOver(now)) {
            finish(Outcome.NotApplied.heldUp(deadline));
            return;
        }
        Optional<String> refusal = state.settings.market().refusal(countdown.scope());
        if (refusal.isPresent()) {
            finish(new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, refusal.get(), Retry.NEVER));
            return;
        }
        Optional<Duration> wait = state.rateLimit.holdBack(countdown.scope(), deadline.begun());
        if (wait.isPresent()) {
            heldBack(wait.get());
            return;
        }
        state.attempts.set(this, now.monotonicNanos() + deadline.left(now.monotonicNanos()) / 2);
        taking = state.connections.take(now);
        taking.onComplete(this::send, this::noConnection);
    }

    private void noConnection(Throwable cause) {
        if (state.connections.isClosed()) {
            closed();
        } else {
            unsent(ReplyText.describe(cause));
        }
    }

    private void send(PooledConnection taken) {
        if (outcome.isDone()) {
            state.connections.release(taken);
            return;
        }
        try {
            Credentials credentials = state.settings.credentials().get();
            CountdownRequest wire = state.codec.encode(countdown);
            ClockReading now = state.clock.read();
            if (isOver(now)) {
                // After a stall of the event loop a connection can come before the timer that ends the wait for it.
                notWritten(taken, Outcome.NotApplied.heldUp(deadline));
                return;
            }
            RequestTimestamp timestamp = state.exchangeClock.timestamp(now);
            String sign = state.signer.sign(wire.signedPrefix(), timestamp.text(), credentials.secret());
            SentRequest request = new SentRequest(
                    countdown,
                    credentials.key(),
                    timestamp,
                    now,
                    deadline.span().plus(timestamp.validFor()));
            write(taken, request, sign, wire.body());
        } catch (Throwable e) {
            notWritten(taken, Outcome.NotApplied.notSent("could not be signed: " + ReplyText.describe(e)));
        }
    }

    private void notWritten(PooledConnection taken, Outcome.NotApplied why) {
        state.connections.release(taken);
        finish(why);
    }

    private void write(PooledConnection on, SentRequest request, String sign, Buffer body) {
        connection = on;
        sent = request;
        try {
            String timestamp = request.timestamp().text();
            on.post(headers -> RequestSigner.head(headers, request.key(), sign, timestamp), body)
                    .onComplete(reply -> heard(on, request, reply), cause -> broken(on, request, cause));
        } catch (Throwable e) {
            // The client tells its failures through the future: what is thrown proves nothing, perhaps it had written.
            broken(on, request, e);
        }
    }

    /** A retry is of no use: the gateway stays closed. */
    private void closed() {
        finish(CLOSED);
    }

    private void unsent(String why) {
        finish(Outcome.NotApplied.notSent(why));
    }

    private void heldBack(Duration wait) {
        String why = "the exchange's rate limit is used up";
        finish(new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, why, Retry.after(wait)));
    }

    private void heard(PooledConnection from, SentRequest request, WireReply reply) {
        if (outcome.isDone()) {
            return;
        }
        Heard heard = new Heard(from, request, reply, from.lastHeard());
        Optional<Outcome> verdict = judge(heard);
        if (verdict.isPresent()) {
            decide(heard, verdict.get());
        } else {
            verify(heard);
        }
    }

    private Optional<Outcome> judge(Heard heard) {
        try {
            return state.outcomes.judge(heard.request(), heard.reply(), heard.at());
        } catch (Throwable e) {
            return Optional.of(unreadable(heard.request(), e));
        }
    }

    private static Outcome unreadable(SentRequest request, Throwable cause) {
        return request.unknown("unreadable reply: " + ReplyText.describe(cause));
    }

    /**
     * Asks for the exchange's time, then judges the same reply again. If no clock was measured before, it waits for half
     * of the time that is left, because the Timestamp can stand in.
     */
    private void verify(Heard heard) {
        doubtful = heard;
        long left = left();
        expireAfter(state.exchangeClock.isMeasured() ? left - Math.min(left / 4, LEFT_FOR_VERDICT) : left / 2);
        state.times.current().onComplete(measured -> conclude(heard));
    }

    private void conclude(Heard heard) {
        if (heard.equals(doubtful)) {
            doubtful = null;
            decide(heard, judgeAgain(heard));
        }
    }

    private Outcome judgeAgain(Heard heard) {
        try {
            return state.outcomes.judgeAgain(heard.request(), heard.reply(), heard.at());
        } catch (Throwable e) {
            return unreadable(heard.request(), e);
        }
    }

    private void decide(Heard heard, Outcome verdict) {
        if (verdict instanceof Outcome.NotApplied refused && mayCorrect(refused)) {
            corrected = true;
            expireAfter(left());
            state.context.runOnContext(later -> sendAgain(heard.from(), verdict));
            return;
        }
        settle(heard.from(), verdict);
    }

    /**
     * Whether the same request may succeed with a new signature: the clock is measured now, or backdating was given up.
     */
    private boolean mayCorrect(Outcome.NotApplied refused) {
        boolean expired = !corrected && refused.label().equals(ReplyBody.EXPIRED);
        return expired && (state.exchangeClock.stopBackdating() || state.exchangeClock.isMeasured());
    }

    private void sendAgain(PooledConnection on, Outcome otherwise) {
        if (outcome.isDone()) {
            return;
        }
        if (on.isOpen() && !isOver(state.clock.read())) {
            send(on);
        } else {
            settle(on, otherwise);
        }
    }

    private void broken(PooledConnection broken, SentRequest request, Throwable cause) {
        String why = ReplyText.describe(cause);
        if (broken.isWritten()) {
            settle(broken, request.unknown("no complete reply: " + why));
        } else if (!outcome.isDone()) {
            broken.close();
            unsent("the connection was lost before it could be sent: " + why);
        }
    }

    /** Half of the time is over, or all that was set. */
    @Override
    void ring() {
        if (!slow) {
            state.connections.slow(
                    connection,
                    sent == null ? state.clock.nanoTime() : sent.at().monotonicNanos());
            expireAfter(left());
        } else if (doubtful != null) {
            conclude(doubtful);
        } else if (connection == null || sent == null) {
            state.connections.forget(taking);
            unsent("no connection within " + deadline.span().toMillis() + " ms");
        } else {
            settle(connection, sent.unknown("no reply within " + deadline.span().toMillis() + " ms"));
        }
    }

    private void expireAfter(long nanos) {
        slow = true;
        state.attempts.set(this, state.clock.nanoTime() + nanos);
    }

    private void settle(PooledConnection used, Outcome reply) {
        if (outcome.isDone()) {
            return;
        }
        if (reply instanceof Outcome.Unknown) {
            used.close();
        } else {
            state.connections.release(used);
        }
        finish(reply);
    }

    private void finish(Outcome reply) {
        state.attempts.cancel(this);
        state.log.tell(countdown, reply);
        outcome.complete(reply);
    }

    private long left() {
        return deadline.left(state.clock.nanoTime());
    }

    /** Timers count in milliseconds: what has less than one left would end too late. */
    private boolean isOver(ClockReading now) {
        return deadline.left(now.monotonicNanos()) < Nanos.MILLI;
    }
}
