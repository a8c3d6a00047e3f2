package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Reply;
import dev.countdown.application.Retry;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One request of an {@link UnreliableGateway}: says what the client learns of it. */
final class Request implements FaultyLine.Passenger {

    private final CountdownGateway gateway;
    private final Scheduler scheduler;
    private final Countdown countdown;
    private final Duration deadline;
    private final BooleanSupplier agesUnnoticed;
    private final CompletableFuture<Reply> outcome;
    private final long sentNanos;
    private volatile Reply answer;

    Request(
            CountdownGateway gateway,
            Scheduler scheduler,
            Countdown countdown,
            Duration deadline,
            BooleanSupplier agesUnnoticed,
            CompletableFuture<Reply> outcome) {
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.countdown = countdown;
        this.deadline = deadline;
        this.agesUnnoticed = agesUnnoticed;
        this.outcome = outcome;
        this.sentNanos = scheduler.nanoTime();
        this.answer = unknown("no reply");
    }

    @Override
    public void apply(boolean duplicate, Runnable afterwards) {
        boolean old = scheduler.nanoTime() - sentNanos > UnreliableGateway.MAX_AGE.toNanos();
        if (old && !agesUnnoticed.getAsBoolean()) {
            answer = new Reply.NotApplied("REQUEST_EXPIRED", "older than " + UnreliableGateway.MAX_AGE, Retry.NOW);
            afterwards.run();
            return;
        }
        gateway.submit(countdown, deadline).thenAccept(reply -> {
            if (!duplicate) {
                answer = reply;
            }
            afterwards.run();
        });
    }

    @Override
    public void answered(List<Fault> ofReply) {
        outcome.complete(ofReply.isEmpty() ? answer : unknown("unreadable reply: " + ofReply));
    }

    @Override
    public void refused(Fault.Refuse refusal) {
        String text = refusal.status() + " " + refusal.label();
        outcome.complete(
                refusal.status() >= 500 ? unknown(text) : new Reply.NotApplied(refusal.label(), text, retry(refusal)));
    }

    @Override
    public void throttled(Fault.Throttle throttle) {
        outcome.complete(new Reply.NotApplied(
                "TOO_MANY_REQUESTS", "Request Rate Limit Exceeded", Retry.after(throttle.reset())));
    }

    @Override
    public void lost(String how) {
        // The client learns nothing before its deadline.
    }

    private static Retry retry(Fault.Refuse refusal) {
        if (refusal.status() == 429) {
            return Retry.after(Duration.ofSeconds(1));
        }
        return refusal.label().equals("REQUEST_EXPIRED") ? Retry.NOW : Retry.NEVER;
    }

    private Reply unknown(String cause) {
        return new Reply.Unknown(cause, deadline.plus(UnreliableGateway.MAX_AGE));
    }
}
