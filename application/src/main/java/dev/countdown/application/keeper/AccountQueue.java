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
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps the requests of one account inside its budget: those that must wait go in the order in which their claims end, those
 * with no claim to lose last, and those that would wait too long come back unsent. The exchange counts a request when it
 * arrives, which is at any moment until its outcome: from then on its turn counts for one more window. Safe for use by many
 * threads.
 */
final class AccountQueue {

    /** For a request that renews no claim: a century, so that it goes after every one that does. */
    static final long NOTHING_TO_LOSE = Durations.CENTURY.toNanos();

    /**
     * A request that waits for its turn.
     *
     * @param send hands it to the gateway, which tells the outcome; false if it is not wanted any more and was not sent
     * @param heard told the outcome, or why it comes back
     */
    private record Waiting(
            SendPermit permit,
            Deadline deadline,
            long claimEnd,
            long sendBy,
            Predicate<Consumer<Outcome>> send,
            Consumer<Outcome> heard) {}

    /** A request whose outcome is still to come: it counts until then at the latest. */
    private record Turn(long until, long number) {}

    /** How many keepers of an account may start together: as many as a gateway has connections by default. */
    private static final int AT_ONCE = 8;

    private final RequestBudget budget;
    private final Scheduler scheduler;
    private final long origin;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::claimEnd));
    private final NavigableSet<Turn> underWay =
            new TreeSet<>(Comparator.comparingLong(Turn::until).thenComparing(Turn::number));

    /** Until when each request counts that had its outcome, the oldest first. */
    private final Deque<Long> arrived = new ArrayDeque<>();

    private long taken;
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
     * @return how much that is, to be given back
     * @throws IllegalArgumentException if the account's budget does not allow it
     */
    synchronized double reserve(String account, RenewalPolicy policy) {
        double share = RequestBudget.renewalsPerSecond(policy);
        budget.requireRoom(account, renewalsPerSecond + share, policy.onDead() == OnDead.EXPIRE_SOON);
        renewalsPerSecond += share;
        return share;
    }

    synchronized void release(double share) {
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
     * @param send called once at most, without any lock held: hands it to the gateway, which tells the outcome, or answers
     *     false
     * @param heard told the outcome, or, instead of sending, why it comes back
     */
    void submit(
            SendPermit permit,
            Deadline deadline,
            long claim,
            Predicate<Consumer<Outcome>> send,
            Consumer<Outcome> heard) {
        synchronized (this) {
            long now = now();
            long half = deadline.left(now + origin) / 2;
            waiting.add(new Waiting(permit, deadline, now + claim, now + half, send, heard));
        }
        drain();
    }

    private void drain() {
        List<Waiting> late = new ArrayList<>(0);
        Optional<Runnable> send = next(late);
        while (send.isPresent()) {
            send.get().run();
            send = next(late);
        }
        late.forEach(request -> request.heard().accept(overBudget()));
    }

    private synchronized Optional<Runnable> next(List<Waiting> late) {
        long now = now();
        forgetBefore(now);
        waiting.removeIf(request -> !request.permit().isOpen());
        waiting.removeIf(request -> request.sendBy() < now && late.add(request));
        Optional<Waiting> next = untilFree(now) <= 0 ? Optional.ofNullable(waiting.poll()) : Optional.empty();
        Optional<Runnable> send = next.map(request ->
                sending(request, take(now + request.deadline().left(now + origin))));
        setTimer(now);
        return send;
    }

    private Runnable sending(Waiting request, Turn turn) {
        return () -> {
            if (!request.send().test(outcome -> heard(turn, outcome, request.heard()))) {
                giveBack(turn);
            }
        };
    }

    private void heard(Turn turn, Outcome outcome, Consumer<Outcome> heard) {
        synchronized (this) {
            long now = now();
            if (underWay.remove(turn)) {
                arrived.add(now + budget.windowNanos());
            }
            setTimer(now);
        }
        heard.accept(outcome);
    }

    private void setTimer(long now) {
        FallbackTimers.cancel(timer);
        timer = waiting.isEmpty() ? () -> {} : FallbackTimers.set(scheduler, untilNext(now), this::drain);
    }

    /** The last moment at which a request may arrive at the exchange. */
    private Turn take(long arrivedBy) {
        Turn turn = new Turn(arrivedBy + budget.windowNanos(), taken++);
        underWay.add(turn);
        return turn;
    }

    private synchronized void giveBack(Turn turn) {
        underWay.remove(turn);
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
        while (!underWay.isEmpty() && underWay.first().until() <= now) {
            underWay.pollFirst();
        }
        while (!arrived.isEmpty() && arrived.peek() <= now) {
            arrived.remove();
        }
    }

    /** Nanoseconds until the window has room for one more. */
    private long untilFree(long now) {
        if (underWay.size() + arrived.size() < budget.requests()) {
            return 0;
        }
        long first = underWay.isEmpty() ? Long.MAX_VALUE : underWay.first().until();
        return Math.min(first, arrived.isEmpty() ? Long.MAX_VALUE : arrived.peek()) - now;
    }

    private long now() {
        return scheduler.nanoTime() - origin;
    }
}
