package dev.countdown.application.keeper;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.machine.Heartbeat;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final Map<String, String> markets = new ConcurrentHashMap<>();
    private final Map<String, Set<CountdownKeeper>> members = new ConcurrentHashMap<>();

    /** Guarded by itself, so that no member that is just being added misses one. */
    private final List<KeeperListener> listeners = new ArrayList<>();

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
     * @param account whose request budget it shares, in one market: where an account has keepers in several, each market has a
     *     name here, such as {@code main spot}
     * @param keeper not built yet
     * @return the keeper, started
     * @throws IllegalArgumentException if its {@link CountdownKeeperBuilder#build()} refuses it; if the account has keepers in
     *     another market; or if its renewals would need more than 80 % of its budget, where a keeper whose policy is to expire soon
     *     needs the pace of the minimum timeout; the message names the account, and the market, or its need and the limit
     * @throws IllegalStateException if the fleet is closed, or another keeper of this scope runs on this gateway
     */
    public CountdownKeeper add(String account, CountdownKeeperBuilder keeper) {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(keeper, "keeper");
        if (closed) {
            throw new IllegalStateException("the fleet is closed");
        }
        keeper.check();
        requireOneMarket(account, keeper.gateway.market());
        AccountQueue queue = accounts.computeIfAbsent(account, name -> new AccountQueue(budget, scheduler));
        double share = queue.reserve(account, keeper.policy);
        double place = (added.getAndIncrement() * GOLDEN_RATIO) % 1;
        Set<CountdownKeeper> ofAccount = members.computeIfAbsent(account, name -> ConcurrentHashMap.newKeySet());
        FleetMembership membership = new FleetMembership(queue, place, share, ofAccount);
        keeper.scheduler(scheduler).inFleet(account, membership);
        CountdownKeeper member;
        synchronized (listeners) {
            member = keeper.build();
            listeners.forEach(member::addListener);
            ofAccount.add(member);
        }
        try {
            member.start();
        } catch (RuntimeException notStarted) {
            ofAccount.remove(member);
            membership.closeBegins();
            throw notStarted;
        }
        if (closed) { // meanwhile, perhaps without having seen this one
            member.close();
            throw new IllegalStateException("the fleet is closed");
        }
        return member;
    }

    /** A contract of one market may have the name of a contract or pair of another, and each market has a limit of its own. */
    private void requireOneMarket(String account, String market) {
        String before = markets.computeIfAbsent(account, first -> market);
        if (!before.equals(market)) {
            throw new IllegalArgumentException("an account of a fleet must be of one market: " + account
                    + " has keepers in " + named(before) + ", not in " + named(market));
        }
    }

    private static String named(String market) {
        return market.isEmpty() ? "one without a name" : market;
    }

    /**
     * What is known now of all keepers: the one call of a health check.
     *
     * @return a snapshot, computed from the clocks
     */
    public FleetProtection protection() {
        Map<KeeperState, Integer> states = new EnumMap<>(KeeperState.class);
        List<String> notArmed = new ArrayList<>(0);
        Duration least = null;
        for (CountdownKeeper keeper : keepers()) {
            Protection protection = keeper.protection();
            states.merge(protection.state(), 1, Integer::sum);
            least = least == null || protection.protectedFor().compareTo(least) < 0 ? protection.protectedFor() : least;
            if (protection.state() != KeeperState.ARMED) {
                notArmed.add(keeper + " " + protection.state());
            }
        }
        Collections.sort(notArmed);
        return new FleetProtection(states, least == null ? Duration.ZERO : least, notArmed);
    }

    /**
     * All that were added and are not closed yet.
     *
     * @return a copy, in no particular order
     */
    public List<CountdownKeeper> keepers() {
        return all().toList();
    }

    /**
     * The keeper of one account and scope.
     *
     * @param account as it was added
     * @param scope which orders
     * @return empty if there is none, or it is closed; any one of them where several gateways of the account have one each
     */
    public Optional<CountdownKeeper> find(String account, Scope scope) {
        Objects.requireNonNull(scope, "scope");
        return of(account).filter(keeper -> keeper.scope().equals(scope)).findFirst();
    }

    /**
     * The keepers whose countdowns cancel an order of one contract when they fire. Scopes may overlap, as that of all orders does
     * with one underlying: the exchange has a countdown for each, and any of them cancels the order.
     *
     * @param account as it was added
     * @param contract of the order, such as {@code BTC_USDT-20241001-46000-C}; on spot its pair
     * @return in no particular order; empty if nobody guards it
     */
    public List<CountdownKeeper> covering(String account, String contract) {
        Objects.requireNonNull(contract, "contract");
        return of(account).filter(keeper -> keeper.scope().covers(contract)).toList();
    }

    /**
     * Whether the orders of every keeper are certainly guarded at this moment.
     *
     * @return false for an empty fleet
     */
    public boolean mayQuote() {
        return mayQuote(Duration.ZERO);
    }

    /**
     * The same with time to spare.
     *
     * @param margin the time that an order needs to reach the exchange; not negative
     * @return true if the orders of every keeper are certainly guarded for at least that long; false for an empty fleet
     * @throws IllegalArgumentException if the margin is negative
     */
    public boolean mayQuote(Duration margin) {
        return allMayQuote(all(), margin);
    }

    /**
     * The order gate of one contract: asks every keeper that covers it, because any of them can cancel the order; also one that is
     * closed, until its countdown has fired or was certainly taken away. It walks through the keepers of the account; a strategy with
     * a keeper of its own asks that one, which is quicker.
     *
     * @param account where the order is to be placed; a keeper of another account does not guard it
     * @param contract of the order, such as {@code BTC_USDT-20241001-46000-C}; on spot its pair
     * @param margin the time that an order needs to reach the exchange; not negative
     * @return true if the order is certainly guarded for at least that long; false if nobody covers it
     * @throws IllegalArgumentException if the margin is negative
     */
    public boolean mayQuote(String account, String contract, Duration margin) {
        List<CountdownKeeper> running = covering(account, contract);
        boolean oneMayFire = membersOf(account)
                .filter(keeper -> keeper.isClosed() && keeper.scope().covers(contract))
                .anyMatch(keeper ->
                        running.stream().noneMatch(next -> next.scope().equals(keeper.scope())));
        return allMayQuote(running.stream(), margin) && !oneMayFire;
    }

    private static boolean allMayQuote(Stream<CountdownKeeper> asked, Duration margin) {
        Objects.requireNonNull(margin, "margin");
        return asked.map(keeper -> keeper.mayQuote(margin))
                .reduce(Boolean::logicalAnd)
                .orElse(false);
    }

    /**
     * Adds a listener to every keeper, also to those that are added later.
     *
     * @param listener told on the executor of each keeper, so by several threads at once
     */
    public void addListener(KeeperListener listener) {
        Objects.requireNonNull(listener, "listener");
        synchronized (listeners) {
            listeners.add(listener);
            keepers().forEach(keeper -> keeper.addListener(listener));
        }
    }

    /**
     * Removes a listener from every keeper, as {@link CountdownKeeper#removeListener} does.
     *
     * @param listener that was added before; any other is ignored
     */
    public void removeListener(KeeperListener listener) {
        Objects.requireNonNull(listener, "listener");
        synchronized (listeners) {
            listeners.removeIf(listener::equals);
            keepers().forEach(keeper -> keeper.removeListener(listener));
        }
    }

    private Stream<CountdownKeeper> all() {
        return members.values().stream().flatMap(Set::stream).filter(keeper -> !keeper.isClosed());
    }

    private Stream<CountdownKeeper> of(String account) {
        return membersOf(account).filter(keeper -> !keeper.isClosed());
    }

    /** With those that are closed, until nothing that they sent can change their countdown any more. */
    private Stream<CountdownKeeper> membersOf(String account) {
        return members.getOrDefault(Objects.requireNonNull(account, "account"), Set.of()).stream();
    }

    /**
     * Closes every keeper; none can be added any more. Await the future before you close the gateways.
     *
     * @param mode what becomes of the countdowns
     * @return completes with what is certain of each that was not closed before; each call returns a future of its own
     * @throws IllegalArgumentException if one of them is {@linkplain CountdownKeeperBuilder#shared shared} and the mode is not
     *     {@link CloseMode#EXPIRE}; nothing has changed then
     */
    public CompletableFuture<Map<CountdownKeeper, CloseResult>> close(CloseMode mode) {
        Objects.requireNonNull(mode, "mode");
        all().forEach(keeper -> keeper.require(mode));
        closed = true;
        Map<CountdownKeeper, CompletableFuture<CloseResult>> closing = new HashMap<>();
        keepers().forEach(keeper -> closing.put(keeper, close(keeper, mode)));
        return CompletableFuture.allOf(closing.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> closing.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, each -> each.getValue().join())));
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
        CompletableFuture<Map<CountdownKeeper, CloseResult>> unused = close(CloseMode.EXPIRE);
    }

    /** One look for all: after a suspend, or a step of the wall clock, each renews at once. */
    private void look() {
        if (closed && all().findAny().isEmpty()) {
            return;
        }
        try {
            ClockReading now = scheduler.read();
            if (now.wallAheadSince(lastLook) > Heartbeat.JUMP) {
                all().forEach(CountdownKeeper::look);
            }
            lastLook = now;
        } finally { // also after a throw: unwatched members look only when they send or hear
            FallbackTimers.set(scheduler, LOOK, this::look);
        }
    }
}
