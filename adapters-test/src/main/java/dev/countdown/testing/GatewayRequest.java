package dev.countdown.testing;

import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request of an {@link UnreliableGateway}: says what the client learns of it. */
final class GatewayRequest implements FaultyLine.Passenger {

    private final UnreliableGateway way;
    private final Countdown countdown;
    private final Duration deadline;
    private final Duration mayApplyFor;
    private final CompletableFuture<Outcome> outcome;
    private final long sentNanos;
    private volatile Outcome answer;

    GatewayRequest(
            UnreliableGateway way,
            Countdown countdown,
            Duration deadline,
            Duration mayApplyFor,
            CompletableFuture<Outcome> outcome) {
        this.way = way;
        this.countdown = countdown;
        this.deadline = deadline;
        this.mayApplyFor = mayApplyFor;
        this.outcome = outcome;
        this.sentNanos = now();
        this.answer = unknown("no reply");
    }

    private long now() {
        return way.line.scheduler().nanoTime();
    }

    @Override
    public void apply(boolean duplicate, Runnable afterwards) {
        Duration age = Duration.ofNanos(now() - sentNanos);
        if (age.compareTo(UnreliableGateway.MAX_AGE) > 0 && !way.agesUnnoticed.getAsBoolean()) {
            arrived(
                    duplicate,
                    new Outcome.NotApplied("REQUEST_EXPIRED", "older than " + UnreliableGateway.MAX_AGE, Retry.NOW));
            afterwards.run();
            return;
        }
        way.gateway.submit(countdown, deadline).thenAccept(reply -> {
            arrived(duplicate, reply.heldUpFor(age));
            afterwards.run();
        });
    }

    private void arrived(boolean duplicate, Outcome reply) {
        if (!duplicate) {
            answer = reply;
        }
    }

    @Override
    public void answered(List<Fault> ofReply) {
        RequestFaults trip = new RequestFaults(ofReply);
        if (trip.has(Fault.Stall.class)) {
            return; // the client learns nothing before its deadline
        }
        boolean late = trip.has(Fault.Lag.class);
        boolean readable = ofReply.stream().allMatch(Fault.Lag.class::isInstance);
        Outcome own = readable ? answer : unknown("unreadable reply: " + FaultText.print(ofReply));
        Outcome before = way.latest.getAndSet(own);
        outcome.complete(late && before != null ? onceMore(before) : own);
    }

    @Override
    public void refused(Fault.Refuse refusal) {
        String text = refusal.status() + " " + refusal.label();
        end(
                ErrorLabels.provesRefusal(refusal.status(), refusal.label())
                        ? new Outcome.NotApplied(refusal.label(), text, retry(refusal))
                        : unknown(text));
    }

    @Override
    public void throttled(Fault.Throttle throttle) {
        end(new Outcome.NotApplied(
                "TOO_MANY_REQUESTS", ErrorLabels.RATE_LIMIT_EXCEEDED, Retry.after(throttle.reset())));
    }

    private void end(Outcome own) {
        way.latest.set(own);
        outcome.complete(own);
    }

    @Override
    public boolean canBeReplayed() {
        return way.latest.get() != null;
    }

    @Override
    public void replayed() {
        Optional.ofNullable(way.latest.get()).map(this::onceMore).ifPresent(outcome::complete);
    }

    /** What the client makes of a reply to another request. */
    private Outcome onceMore(Outcome before) {
        if (!way.believesAll) {
            return unknown("the reply to another request");
        }
        if (before instanceof Outcome.Applied applied) {
            Acknowledgement said = applied.acknowledgement();
            return new Outcome.Applied(new Acknowledgement(countdown, said.triggerTime(), said.appliedAt()));
        }
        return before instanceof Outcome.NotApplied ? before : unknown("no proof");
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

    private Outcome unknown(String cause) {
        return new Outcome.Unknown(cause, mayApplyFor);
    }
}
