package dev.countdown.http;

import dev.countdown.application.Deadline;
import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
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
    private final Deadline deadline;
    private long timer = -1;
    private boolean slow;
    private boolean corrected;
    private @Nullable PooledConnection line;
    private @Nullable SentRequest sent;
    private @Nullable Heard doubtful;

    /** A reply, where it came from, and when. */
    private record Heard(PooledConnection from, SentRequest request, WireReply reply, ClockReading at) {}

    Submission(GatewayState session, Countdown countdown, Duration within) {
        this.session = session;
        this.countdown = countdown;
        this.deadline = new Deadline(session.clock.nanoTime(), within);
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void start() {
        if (session.lines.isClosed()) {
            closed();
            return;
        }
        long now = session.clock.nanoTime();
        if (isOver(now)) {
            finish(Outcome.NotApplied.heldUp(deadline));
            return;
        }
        session.limit.holdBack(countdown.scope(), deadline.begun()).ifPresentOrElse(this::heldBack, () -> {
            timer = session.context.setTimer(Math.max(1, deadline.left(now) / 2 / Nanos.MILLI), half -> halfway());
            session.lines.take(this, Duration.ofNanos(deadline.left(now)));
        });
    }

    /** Never to be called once this attempt has ended. */
    void send(PooledConnection taken) {
        try {
            Credentials credentials = session.settings.credentials().get();
            CountdownRequest wire = session.codec.encode(countdown);
            ClockReading now = session.clock.read();
            if (isOver(now.monotonicNanos())) {
                // After a stall of the event loop a connection can come before the timer that ends the wait for it.
                notWritten(taken, Outcome.NotApplied.heldUp(deadline));
                return;
            }
            RequestTimestamp stamp = session.timestamps.at(now);
            String sign = session.signer.sign(wire.signedPrefix(), stamp.text(), credentials.secret());
            SentRequest request = new SentRequest(
                    countdown, credentials.key(), stamp, now, deadline.span().plus(stamp.validFor()));
            write(taken, request, sign, wire.body());
        } catch (Throwable e) {
            notWritten(taken, Outcome.NotApplied.notSent("could not be signed: " + ConnectionErrors.describe(e)));
        }
    }

    private void notWritten(PooledConnection taken, Outcome.NotApplied why) {
        session.lines.release(taken);
        finish(why);
    }

    private void write(PooledConnection on, SentRequest request, String sign, Buffer body) {
        line = on;
        sent = request;
        try {
            on.send(request.key(), sign, request.stamp().text(), body)
                    .onComplete(response -> heard(on, request, response), cause -> broken(on, request, cause));
        } catch (Throwable e) {
            // The client tells its failures through the future: what is thrown proves nothing, perhaps it had written.
            broken(on, request, e);
        }
    }

    /** To be tried again is of no use: what is closed stays closed. */
    void closed() {
        finish(CLOSED);
    }

    void unsent(String why) {
        finish(Outcome.NotApplied.notSent(why));
    }

    private void heldBack(Duration wait) {
        String why = "the exchange's rate limit is used up";
        finish(new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, why, Retry.after(wait)));
    }

    private void heard(PooledConnection from, SentRequest request, HttpResponse<Buffer> response) {
        if (outcome.isDone()) {
            return;
        }
        ClockReading now = session.clock.read();
        from.heard(now);
        WireReply reply = new WireReply(response.statusCode(), response.headers(), response.body());
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
        return new Outcome.Unknown("unreadable reply: " + ConnectionErrors.describe(cause), request.fence());
    }

    /** Has the exchange's clock measured and then judges the same reply again; in half the time if it can do without. */
    private void verify(Heard heard) {
        doubtful = heard;
        long left = left();
        expireAfter(session.exchange.isMeasured() ? left - Math.min(left / 4, LEFT_FOR_VERDICT) : left / 2);
        session.serverTime.current().onComplete(measured -> conclude(heard));
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
        boolean expired = !corrected && refused.label().equals(ErrorTable.EXPIRED);
        return expired && (session.timestamps.stopBackdating() || session.exchange.isMeasured());
    }

    private void sendAgain(PooledConnection on, Outcome otherwise) {
        if (outcome.isDone()) {
            return;
        }
        if (on.isOpen() && !isOver(session.clock.nanoTime())) {
            send(on);
        } else {
            settle(on, otherwise);
        }
    }

    private void broken(PooledConnection broken, SentRequest request, Throwable cause) {
        settle(broken, new Outcome.Unknown("no complete reply: " + ConnectionErrors.describe(cause), request.fence()));
    }

    private void halfway() {
        slow = true;
        session.lines.slow(sent == null ? session.clock.nanoTime() : sent.at().monotonicNanos());
        expireAfter(left());
    }

    private void expireAfter(long nanos) {
        session.context.owner().cancelTimer(timer);
        timer = session.context.setTimer(Math.max(1, nanos / Nanos.MILLI), end -> expire());
    }

    private void expire() {
        if (doubtful != null) {
            conclude(doubtful);
        } else if (line == null || sent == null) {
            session.lines.forget(this);
            unsent("no connection within " + deadline.span().toMillis() + " ms");
        } else {
            settle(
                    line,
                    new Outcome.Unknown("no reply within " + deadline.span().toMillis() + " ms", sent.fence()));
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
        session.context.owner().cancelTimer(timer);
        session.log.tell(countdown, reply, session.clock.nanoTime());
        outcome.complete(reply);
    }

    private long left() {
        return deadline.left(session.clock.nanoTime());
    }

    /** Timers count in milliseconds: what has less than one left would end too late. */
    private boolean isOver(long now) {
        return deadline.left(now) < Nanos.MILLI;
    }
}
