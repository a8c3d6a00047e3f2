package dev.countdown.http;

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
 * One submission, from the call to its one reply. Until it has a line nothing was sent; from then on all that is no proof
 * is unknown. Lives on the gateway's event loop.
 */
final class Submission {

    /** At least kept back from a wait for the exchange's time, so that the verdict comes within the deadline. */
    private static final long LEFT_FOR_VERDICT = 100 * Nanos.MILLI;

    static final Outcome CLOSED =
            new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, "the gateway is closed, or its Vert.x", Retry.NEVER);

    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final GatewayState session;
    private final Countdown countdown;
    private final Duration deadline;
    private final long submitted;
    private long timer = -1;
    private boolean slow;
    private boolean corrected;
    private @Nullable Future<PooledConnection> taking;
    private @Nullable PooledConnection line;
    private @Nullable SentRequest sent;
    private @Nullable Heard doubtful;

    /** A reply, where it came from, and when. */
    private record Heard(PooledConnection from, SentRequest request, WireReply reply, ClockReading at) {}

    Submission(GatewayState session, Countdown countdown, Duration deadline) {
        this.session = session;
        this.countdown = countdown;
        this.deadline = Nanos.bounded(deadline);
        this.submitted = session.clock.nanoTime();
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void start() {
        if (session.lines.isClosed()) {
            closed();
            return;
        }
        long left = left();
        if (left < Nanos.MILLI) {
            unsent("the deadline of " + deadline.toMillis() + " ms passed before it could be sent");
            return;
        }
        session.limit.holdBack(countdown.scope(), submitted).ifPresentOrElse(this::heldBack, () -> {
            timer = session.vertx.setTimer(Math.max(1, left / 2 / Nanos.MILLI), half -> halfway());
            taking = session.lines.take(Duration.ofNanos(left));
            taking.onComplete(this::send, this::noConnection);
        });
    }

    private void noConnection(Throwable cause) {
        if (session.lines.isClosed()) {
            closed();
        } else {
            unsent(ReplyText.describe(cause));
        }
    }

    private void send(PooledConnection taken) {
        if (outcome.isDone()) {
            session.lines.release(taken);
            return;
        }
        try {
            Credentials credentials = session.settings.credentials().get();
            CountdownRequest wire = session.codec.encode(countdown);
            ClockReading now = session.clock.read();
            if (leftAt(now.monotonicNanos()) <= 0) {
                // After a stall of the event loop a connection can come before the timer that ends the wait for it.
                notWritten(taken, "held up until its deadline of " + deadline.toMillis() + " ms was over");
                return;
            }
            RequestTimestamp stamp = session.exchange.stamp(now);
            String sign = session.signer.sign(wire.signedPrefix(), stamp.text(), credentials.secret());
            SentRequest request =
                    new SentRequest(countdown, credentials.key(), stamp, now, deadline.plus(stamp.validFor()));
            write(taken, request, sign, wire.body());
        } catch (Throwable e) {
            notWritten(taken, "could not be signed: " + ReplyText.describe(e));
        }
    }

    private void notWritten(PooledConnection taken, String why) {
        session.lines.release(taken);
        unsent(why);
    }

    private void write(PooledConnection on, SentRequest request, String sign, Buffer body) {
        line = on;
        sent = request;
        try {
            on.send(request.key(), sign, request.stamp().text(), body)
                    .onComplete(reply -> heard(on, request, reply), cause -> broken(on, request, cause));
        } catch (Throwable e) {
            // The client tells its failures through the future: what is thrown proves nothing, perhaps it had written.
            broken(on, request, e);
        }
    }

    /** To be tried again is of no use: what is closed stays closed. */
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
        ClockReading now = session.clock.read();
        from.heard(now);
        session.lines.limitIdling(reply.keepAlive());
        Heard heard = new Heard(from, request, reply, now);
        judge(heard).ifPresentOrElse(verdict -> decide(heard, verdict), () -> verify(heard));
    }

    private Optional<Outcome> judge(Heard heard) {
        try {
            return session.judge.judge(heard.request(), heard.reply(), heard.at());
        } catch (Throwable e) {
            return Optional.of(unreadable(heard.request(), e));
        }
    }

    private static Outcome unreadable(SentRequest request, Throwable cause) {
        return new Outcome.Unknown("unreadable reply: " + ReplyText.describe(cause), request.fence());
    }

    /** Has the exchange's clock measured and then judges the same reply again; in half the time if it can do without. */
    private void verify(Heard heard) {
        doubtful = heard;
        long left = left();
        expireAfter(session.exchange.isMeasured() ? left - Math.min(left / 4, LEFT_FOR_VERDICT) : left / 2);
        session.times.current().onComplete(measured -> conclude(heard));
    }

    private void conclude(Heard heard) {
        if (heard.equals(doubtful)) {
            doubtful = null;
            decide(heard, judgeAgain(heard));
        }
    }

    private Outcome judgeAgain(Heard heard) {
        try {
            return session.judge.judgeAgain(heard.request(), heard.reply(), heard.at());
        } catch (Throwable e) {
            return unreadable(heard.request(), e);
        }
    }

    private void decide(Heard heard, Outcome verdict) {
        if (verdict instanceof Outcome.NotApplied refused && mayCorrect(refused)) {
            corrected = true;
            expireAfter(left());
            session.context.runOnContext(later -> sendAgain(heard.from(), verdict));
            return;
        }
        settle(heard.from(), verdict);
    }

    /** Whether the same request with a new signature can fare better: the clock is measured now, or was used less boldly. */
    private boolean mayCorrect(Outcome.NotApplied refused) {
        boolean expired = !corrected && refused.label().equals(ReplyBody.EXPIRED);
        return expired && (session.exchange.stopBackdating() || session.exchange.isMeasured());
    }

    private void sendAgain(PooledConnection on, Outcome otherwise) {
        if (outcome.isDone()) {
            return;
        }
        if (on.isOpen() && left() > 0) {
            send(on);
        } else {
            settle(on, otherwise);
        }
    }

    private void broken(PooledConnection broken, SentRequest request, Throwable cause) {
        String why = ReplyText.describe(cause);
        if (broken.isWritten()) {
            settle(broken, new Outcome.Unknown("no complete reply: " + why, request.fence()));
        } else if (!outcome.isDone()) {
            broken.close();
            unsent("the connection was lost before it could be sent: " + why);
        }
    }

    private void halfway() {
        slow = true;
        session.lines.slow(sent == null ? session.clock.nanoTime() : sent.at().monotonicNanos());
        expireAfter(left());
    }

    private void expireAfter(long nanos) {
        session.vertx.cancelTimer(timer);
        timer = session.vertx.setTimer(Math.max(1, nanos / Nanos.MILLI), end -> expire());
    }

    private void expire() {
        if (doubtful != null) {
            conclude(doubtful);
        } else if (line == null || sent == null) {
            session.lines.forget(taking);
            unsent("no connection within " + deadline.toMillis() + " ms");
        } else {
            settle(line, new Outcome.Unknown("no reply within " + deadline.toMillis() + " ms", sent.fence()));
        }
    }

    private void settle(PooledConnection used, Outcome reply) {
        if (outcome.isDone()) {
            return;
        }
        if (reply instanceof Outcome.Unknown) {
            used.close();
        } else {
            session.lines.release(used);
        }
        finish(reply);
    }

    private void finish(Outcome reply) {
        if (slow) {
            session.lines.slowEnded();
        }
        session.vertx.cancelTimer(timer);
        session.log.tell(countdown, reply, session.clock.nanoTime());
        outcome.complete(reply);
    }

    private long left() {
        return leftAt(session.clock.nanoTime());
    }

    private long leftAt(long now) {
        return deadline.toNanos() - (now - submitted);
    }
}
