package dev.countdown.application;

import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the requests of one account inside its budget: those that must wait go in the order in which their claims end, and
 * those that would wait too long come back unsent. Safe for use by many threads.
 */
final class AccountQueue {

    private record Waiting(
            CountdownGateway gateway,
            Countdown countdown,
            long claimEnd,
            long submittedAt,
            long sendBy,
            long endBy,
            CompletableFuture<Reply> reply) {}

    private final RequestBudget budget;
    private final Scheduler scheduler;
    private final long origin;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::claimEnd));
    private final long[] sent;
    private long count;
    private double renewalsPerSecond;
    private Scheduler.Timer timer = () -> {};

    AccountQueue(RequestBudget budget, Scheduler scheduler) {
        this.budget = budget;
        this.scheduler = scheduler;
        origin = scheduler.nanoTime();
        sent = new long[budget.requests()];
    }

    /**
     * Sets aside what a policy needs.
     *
     * @return gives it back, once however often it is called
     * @throws IllegalArgumentException if the account's budget does not allow it
     */
    synchronized Runnable reserve(String account, RenewalPolicy policy) {
        double share = RequestBudget.renewalsPerSecond(policy);
        budget.requireRoom(account, renewalsPerSecond + share);
        renewalsPerSecond += share;
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                release(share);
            }
        };
    }

    private synchronized void release(double share) {
        renewalsPerSecond -= share;
    }

    /**
     * Sends a request as soon as the budget allows.
     *
     * @param left nanoseconds until the claim ends that it renews
     */
    CompletionStage<Reply> submit(CountdownGateway gateway, Countdown countdown, Duration deadline, long left) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        long now = now();
        long nanos = deadline.toNanos();
        synchronized (this) {
            waiting.add(new Waiting(gateway, countdown, now + left, now, now + nanos / 2, now + nanos, reply));
        }
        drain();
        return reply;
    }

    private void drain() {
        long now = now();
        List<Waiting> ready = new ArrayList<>(1);
        List<Waiting> late = new ArrayList<>(0);
        long untilFree;
        synchronized (this) {
            waiting.removeIf(request -> request.sendBy() < now && late.add(request));
            while (!waiting.isEmpty() && untilFree(now) <= 0) {
                sent[slot(count++)] = now;
                ready.add(waiting.remove());
            }
            untilFree = untilFree(now);
            timer.cancel();
            timer = waiting.isEmpty() ? () -> {} : scheduler.schedule(untilNext(now, untilFree), this::drain);
        }
        ready.forEach(this::send);
        late.forEach(request -> request.reply().complete(overBudget(untilFree)));
    }

    /** Looks at the clock anew: a gateway that takes its time may have held up those of one batch. */
    private void send(Waiting request) {
        long now = now();
        if (request.endBy() <= now) {
            request.reply().complete(Fences.HELD_UP);
            return;
        }
        Duration waited = Duration.ofNanos(now - request.submittedAt());
        try {
            request.gateway()
                    .submit(request.countdown(), Duration.ofNanos(request.endBy() - now))
                    .whenComplete((reply, failure) -> {
                        if (failure == null) {
                            request.reply().complete(Fences.countedFromEarlier(reply, waited));
                        } else {
                            request.reply().completeExceptionally(failure);
                        }
                    });
        } catch (Throwable failure) { // the keeper's to judge
            request.reply().completeExceptionally(failure);
        }
    }

    private static Reply overBudget(long untilFree) {
        return new Reply.NotApplied(
                Reply.NotApplied.NOT_SENT,
                "the account's request budget is used up",
                Retry.after(Duration.ofNanos(Math.max(0, untilFree))));
    }

    private Duration untilNext(long now, long untilFree) {
        long untilLate = waiting.stream().mapToLong(Waiting::sendBy).min().orElse(now) - now + 1;
        return Duration.ofNanos(Math.max(0, Math.min(untilFree, untilLate)));
    }

    /** Nanoseconds until the window has room for one more. */
    private long untilFree(long now) {
        return count < sent.length ? 0 : sent[slot(count)] + budget.window().toNanos() - now;
    }

    private int slot(long number) {
        return (int) (number % sent.length);
    }

    private long now() {
        return scheduler.nanoTime() - origin;
    }
}
