package dev.countdown.application.keeper;

import dev.countdown.application.Deadline;
import dev.countdown.application.Durations;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.Retry;
import dev.countdown.application.Scheduler;
import dev.countdown.application.machine.SendPermit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Keeps the requests of one account inside its budget: those that must wait go in the order in which their claims end, those
 * with no claim to lose last, and those that would wait too long come back unsent. Safe for use by many threads.
 */
final class AccountQueue {

    /** For a request that renews no claim: a century, so that it goes after every one that does. */
    static final long NOTHING_TO_LOSE = Durations.CENTURY.toNanos();

    /**
     * A request that waits for its turn.
     *
     * @param send hands it to the gateway; false if it is not wanted any more and was not sent
     * @param unsent told why it comes back
     */
    private record Waiting(
            SendPermit permit, long claimEnd, long sendBy, BooleanSupplier send, Consumer<Outcome> unsent) {}

    /** How many keepers of an account may start together: as many as a gateway has connections by default. */
    private static final int AT_ONCE = 8;

    private final RequestBudget budget;
    private final Scheduler scheduler;
    private final long origin;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::claimEnd));
    private final Deque<Long> sent = new ArrayDeque<>(0);
    private double renewalsPerSecond;
    private long nextStart;
    private Scheduler.Timer timer = () -> {};

    AccountQueue(RequestBudget budget, Scheduler scheduler) {
        this.budget = budget;
        this.scheduler = scheduler;
        origin = scheduler.nanoTime();
    }

    /**
     * Sets aside what a policy needs.
     *
     * @return gives it back, once however often it is called
     * @throws IllegalArgumentException if the account's budget does not allow it
     */
    synchronized Runnable reserve(String account, RenewalPolicy policy) {
        double share = RequestBudget.renewalsPerSecond(policy);
        budget.requireRoom(account, renewalsPerSecond + share, policy.onDead() == OnDead.EXPIRE_SOON);
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
     * How many nanoseconds a keeper waits that starts now: a few go at once, those after them at the pace that the account's
     * renewals may have. So many that start together send no wave of first requests that would go unanswered.
     */
    synchronized long untilStart() {
        long now = now();
        long apart = budget.apart();
        int atOnce = Math.min(AT_ONCE, budget.requests());
        long start = Math.max(now, nextStart - (atOnce - 1) * apart);
        nextStart = Math.max(now, nextStart) + apart;
        return start - now;
    }

    /**
     * Sends a request as soon as the budget allows, or never: one whose permit is revoked leaves the queue, and one that is
     * not sent when its turn comes takes nothing from the budget.
     *
     * @param deadline of the request, which comes back unsent after half the time that is left
     * @param claim nanoseconds until the claim ends that it renews, or {@link #NOTHING_TO_LOSE}
     * @param send called once at most, without any lock held: hands it to the gateway, or answers false
     * @param unsent told, instead of that, why it comes back
     */
    void submit(SendPermit permit, Deadline deadline, long claim, BooleanSupplier send, Consumer<Outcome> unsent) {
        synchronized (this) {
            long now = now();
            long half = deadline.left(now + origin) / 2;
            waiting.add(new Waiting(permit, now + claim, now + half, send, unsent));
        }
        drain();
    }

    private void drain() {
        List<Waiting> late = new ArrayList<>(0);
        boolean more = true;
        while (more) {
            more = sendNext(late);
        }
        late.forEach(request -> request.unsent().accept(overBudget()));
    }

    private boolean sendNext(List<Waiting> late) {
        long now;
        Waiting next;
        synchronized (this) {
            now = now();
            forgetBefore(now);
            waiting.removeIf(request -> !request.permit().isOpen());
            waiting.removeIf(request -> request.sendBy() < now && late.add(request));
            next = untilFree(now) <= 0 ? waiting.poll() : null;
            if (next != null) {
                sent.add(now);
            }
            timer.cancel();
            timer = waiting.isEmpty() ? () -> {} : FallbackTimers.set(scheduler, untilNext(now), this::drain);
        }
        if (next != null && !next.send().getAsBoolean()) {
            giveBack(now);
        }
        return next != null;
    }

    private synchronized void giveBack(long turn) {
        sent.removeLastOccurrence(turn);
    }

    private synchronized Outcome overBudget() {
        return new Outcome.NotApplied(
                Outcome.NotApplied.NOT_SENT,
                "the account's request budget is used up",
                Retry.after(Duration.ofNanos(Math.max(0, untilFree(now())))));
    }

    private Duration untilNext(long now) {
        long untilLate = waiting.stream().mapToLong(Waiting::sendBy).min().orElse(now) - now + 1;
        return Duration.ofNanos(Math.max(0, Math.min(untilFree(now), untilLate)));
    }

    private void forgetBefore(long now) {
        while (!sent.isEmpty() && sent.getFirst() + budget.windowNanos() <= now) {
            sent.removeFirst();
        }
    }

    /** Nanoseconds until the window has room for one more. */
    private long untilFree(long now) {
        return sent.size() < budget.requests() ? 0 : sent.getFirst() + budget.windowNanos() - now;
    }

    private long now() {
        return scheduler.nanoTime() - origin;
    }
}
