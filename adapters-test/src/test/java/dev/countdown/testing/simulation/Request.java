package dev.countdown.testing.simulation;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import java.util.concurrent.CompletableFuture;

/** One attempt of a keeper, and what truly became of it. Times are of the true clock. */
final class Request {

    static final long NEVER = Long.MAX_VALUE;

    final long id;
    final int life;
    final Countdown countdown;
    final long timeout;
    final long sent;
    final long sentMonotonic;
    final long deadline;

    /** The acknowledged request that its keeper knew as the newest when this one was sent. */
    final Request base;

    Fault fate;
    long applied = NEVER;

    /** Whether its reply names a trigger time that was named before the exchange's clock was stepped back. */
    boolean namesOldTrigger;

    long heard = NEVER;
    CompletableFuture<Outcome> stage = new CompletableFuture<>();

    Request(long id, int life, Countdown countdown, long sent, long sentMonotonic, long deadline, Request base) {
        this.id = id;
        this.life = life;
        this.countdown = countdown;
        this.timeout = countdown.timeout().toDuration().toNanos();
        this.sent = sent;
        this.sentMonotonic = sentMonotonic;
        this.deadline = deadline;
        this.base = base;
    }

    boolean isArm() {
        return timeout > 0;
    }

    @Override
    public String toString() {
        return "#" + id + " " + countdown;
    }
}
