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
final class GatewayRequest implements FaultyLine.Passenger {

    private final CountdownGateway gateway;
    private final Scheduler scheduler;
    private final Countdown countdown;
    private final Duration deadline;
    private final Duration fence;
    private final BooleanSupplier agesUnnoticed;
    private final CompletableFuture<Reply> outcome;
    private final long sentNanos;
    private volatile Reply answer;

    GatewayRequest(
            CountdownGateway gateway,
            Scheduler scheduler,
            Countdown countdown,
            Duration deadline,
            Duration fence,
            BooleanSupplier agesUnnoticed,
            CompletableFuture<Reply> outcome) {
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.countdown = countdown;
        this.deadline = deadline;
        this.fence = fence;
        this.agesUnnoticed = agesUnnoticed;
        this.outcome = outcome;
        this.sentNanos = scheduler.nanoTime();
        this.answer = unknown("no reply");
    }

    @Override
    public void apply(boolean duplicate, Runnable afterwards) {
        Duration age = Duration.ofNanos(scheduler.nanoTime() - sentNanos);
        if (age.compareTo(UnreliableGateway.MAX_AGE) > 0 && !agesUnnoticed.getAsBoolean()) {
            arrived(
                    duplicate,
                    new Reply.NotApplied("REQUEST_EXPIRED", "older than " + UnreliableGateway.MAX_AGE, Retry.NOW));
            afterwards.run();
            return;
        }
        gateway.submit(countdown, deadline).thenAccept(reply -> {
            arrived(duplicate, reply instanceof Reply.Unknown unknown ? sinceSent(unknown, age) : reply);
            afterwards.run();
        });
    }

    private void arrived(boolean duplicate, Reply reply) {
        if (!duplicate) {
            answer = reply;
        }
    }

    /** The other gateway counts its fence from when it was given the request. */
    private static Reply sinceSent(Reply.Unknown unknown, Duration age) {
        return new Reply.Unknown(unknown.cause(), unknown.fence().plus(age));
    }

    @Override
    public void answered(List<Fault> ofReply) {
        outcome.complete(ofReply.isEmpty() ? answer : unknown("unreadable reply: " + FaultText.print(ofReply)));
    }

    @Override
    public void refused(Fault.Refuse refusal) {
        String text = refusal.status() + " " + refusal.label();
        outcome.complete(
                ErrorLabels.provesRefusal(refusal.status(), refusal.label())
                        ? new Reply.NotApplied(refusal.label(), text, retry(refusal))
                        : unknown(text));
    }

    @Override
    public void throttled(Fault.Throttle throttle) {
        outcome.complete(
                new Reply.NotApplied("TOO_MANY_REQUESTS", RateLimiter.EXCEEDED, Retry.after(throttle.reset())));
    }

    @Override
    public void lost(String how) {
        // The client learns nothing before its deadline.
    }

    private static Retry retry(Fault.Refuse refusal) {
        if (refusal.status() == 429 || refusal.label().equals("TOO_MANY_REQUESTS")) {
            return Retry.after(Duration.ofSeconds(1));
        }
        return refusal.label().equals("REQUEST_EXPIRED") ? Retry.NOW : Retry.NEVER;
    }

    private Reply unknown(String cause) {
        return new Reply.Unknown(cause, fence);
    }
}
