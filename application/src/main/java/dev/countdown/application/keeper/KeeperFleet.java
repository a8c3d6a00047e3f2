package dev.countdown.application.keeper;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.machine.Heartbeat;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many keepers on one scheduler: their renewals are spread over the interval, those of one account stay inside its request
 * budget, and one account that fails delays no other. Answers for all of them at once. Safe for use by many threads.
 */
public final class KeeperFleet implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** Multiples of it, modulo 1, fill the interval evenly however many keepers there are. */
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private final Scheduler scheduler;
    private final RequestBudget budget;
    private final Map<String, AccountQueue> accounts = new ConcurrentHashMap<>();
    private final Set<CountdownKeeper> keepers = ConcurrentHashMap.newKeySet();
    private final AtomicLong added = new AtomicLong();
    private volatile boolean closed;
    private ClockReading lastLook;

    private KeeperFleet(Scheduler scheduler, RequestBudget budget) {
        this.scheduler = scheduler;
        this.budget = budget;
        lastLook = scheduler.read();
        FallbackTimers.set(scheduler, LOOK, this::look);
    }

    /**
     * A fleet without keepers.
     *
     * @param scheduler on which all of them run
     * @param budget of each account
     * @return the fleet
     */
    public static KeeperFleet on(Scheduler scheduler, RequestBudget budget) {
        return new KeeperFleet(
                Objects.requireNonNull(scheduler, "scheduler"), Objects.requireNonNull(budget, "budget"));
    }

    /**
     * Starts a keeper in this fleet. It runs on the fleet's scheduler, not on that of the builder, and leaves the fleet when it
     * is closed. It renews no more from the moment a close of it begins: its share of the budget is free then.
     *
     * <p>Of many that are added together the first eight of an account send their first requests at once. The others follow at
     * the pace that its renewals may have, so that no wave of first requests goes unanswered. One that continues a keeper which
     * this process closed starts at the latest half a timeout before those orders would be cancelled.
     *
     * @param account whose request budget it shares
     * @param keeper not built yet
     * @return the keeper, started
     * @throws IllegalArgumentException if the renewals of the account would need more than 80 % of its budget, where a keeper
     *     whose policy is to expire soon needs the pace of the minimum timeout; the message names the account, its need and the limit
     * @throws IllegalStateException if the fleet is closed, or another keeper of this scope runs on this gateway
     */
    public CountdownKeeper add(String account, CountdownKeeperBuilder keeper) {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(keeper, "keeper");
        if (closed) {
            throw new IllegalStateException("the fleet is closed");
        }
        AccountQueue queue = accounts.computeIfAbsent(account, name -> new AccountQueue(budget, scheduler));
        Runnable giveBack = queue.reserve(account, keeper.policy);
        double place = (added.getAndIncrement() * GOLDEN_RATIO) % 1;
        CountdownKeeper member =
                keeper.scheduler(scheduler).inFleet(queue, place, giveBack).build();
        try {
            member.start();
        } catch (RuntimeException notStarted) {
            giveBack.run();
            throw notStarted;
        }
        keepers.add(member);
        member.whenClosed(() -> keepers.remove(member));
        if (closed) { // meanwhile, perhaps without having seen this one
            member.close();
            throw new IllegalStateException("the fleet is closed");
        }
        return member;
    }

    /**
     * What is known now of all keepers.
     *
     * @return a snapshot, computed from the clocks
     */
    public FleetProtection protection() {
        Map<KeeperState, Integer> states = new EnumMap<>(KeeperState.class);
        Duration least = null;
        for (CountdownKeeper keeper : keepers) {
            Protection protection = keeper.protection();
            states.merge(protection.state(), 1, Integer::sum);
            least = least == null || protection.protectedFor().compareTo(least) < 0 ? protection.protectedFor() : least;
        }
        return new FleetProtection(states, least == null ? Duration.ZERO : least);
    }

    /**
     * Whether the orders of every keeper are certainly guarded at this moment.
     *
     * @return false for an empty fleet
     */
    public boolean mayQuote() {
        return !keepers.isEmpty() && keepers.stream().allMatch(CountdownKeeper::mayQuote);
    }

    /**
     * Closes every keeper; none can be added any more. Await the future before you close the gateways.
     *
     * @param mode what becomes of the countdowns
     * @return completes with what is certain of each, in no particular order
     */
    public CompletableFuture<List<CloseResult>> close(CloseMode mode) {
        Objects.requireNonNull(mode, "mode");
        closed = true;
        List<CompletableFuture<CloseResult>> closing =
                List.copyOf(keepers).stream().map(keeper -> close(keeper, mode)).toList();
        return CompletableFuture.allOf(closing.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> closing.stream().map(CompletableFuture::join).toList());
    }

    /** One that cannot be closed keeps no other from being closed. */
    private static CompletableFuture<CloseResult> close(CountdownKeeper keeper, CloseMode mode) {
        try {
            return keeper.close(mode);
        } catch (Throwable unforeseen) {
            return CompletableFuture.failedFuture(unforeseen);
        }
    }

    /** Closes every keeper by {@link CloseMode#EXPIRE}: sends nothing, and ends closes that are under way. Idempotent. */
    @Override
    public void close() {
        CompletableFuture<List<CloseResult>> unused = close(CloseMode.EXPIRE);
    }

    /** One look for all: after a suspend, or a step of the wall clock, each renews at once. */
    private void look() {
        if (closed && keepers.isEmpty()) {
            return;
        }
        try {
            ClockReading now = scheduler.read();
            if (now.wallAheadSince(lastLook) > Heartbeat.JUMP) {
                keepers.forEach(CountdownKeeper::look);
            }
            lastLook = now;
        } finally { // also after a throw: unwatched members look only when they send or hear
            FallbackTimers.set(scheduler, LOOK, this::look);
        }
    }
}
