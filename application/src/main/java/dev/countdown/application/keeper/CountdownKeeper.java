package dev.countdown.application.keeper;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Durations;
import dev.countdown.application.FirstArmed;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.machine.Attempt;
import dev.countdown.application.machine.Effects;
import dev.countdown.application.machine.Handover;
import dev.countdown.application.machine.Heartbeat;
import dev.countdown.application.machine.LivenessReading;
import dev.countdown.application.machine.Snapshot;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the countdown of one scope armed, and says truthfully what that guards.
 *
 * <p>Safe for use by many threads. Renewals run on the scheduler's thread and the gateway's; listeners and stages are
 * served on the executor, so that nothing a platform does in them delays a renewal. Started once, closed once.
 *
 * <p>It takes into account what a closed keeper of the same scope left behind, if that ran in this process on the very same
 * gateway: make one gateway for each account and keep it.
 *
 * <p>What it says are claims about its own requests on the exchange's word. It cannot see an exchange that forgets its
 * timers, nor another writer of the same scope.
 */
public final class CountdownKeeper implements AutoCloseable {

    private static final long READY_WITHIN = Duration.ofSeconds(5).toNanos();

    private final String account;
    private final String market;
    private final Scope scope;
    private final RenewalPolicy policy;
    private final Scheduler scheduler;
    private final Liveness liveness;
    private final Executor executor;
    private final ExpiryAlarms alarms = new ExpiryAlarms();
    private final CompletableFuture<FirstArmed> firstArmed = new CompletableFuture<>();
    private final CompletableFuture<CloseResult> closed = new CompletableFuture<>();
    private final KeeperRegistry registry;
    private final RequestSender sender;
    private final @Nullable FleetMembership membership;
    private final Duration firstAttempts;
    private final Optional<ContinuityAccess> continuity;
    private final boolean shared;
    private final Object lock = new Object();

    private record Told(KeeperListener listener, EventQueue queue) {}

    private volatile List<Told> listeners;
    private Heartbeat heartbeat;
    private Scheduler.Timer timer = () -> {};
    private boolean started;
    private volatile OptionalLong inheritedEnd = OptionalLong.empty();
    private @Nullable FirstArmed startVerdict;
    private volatile Snapshot snapshot;

    CountdownKeeper(CountdownKeeperBuilder builder) {
        account = builder.account.orElse("");
        market = builder.gateway.market();
        scope = builder.scope;
        policy = builder.policy;
        scheduler = builder.scheduler;
        liveness = builder.liveness;
        executor = builder.executor;
        registry = KeeperRegistry.of(builder.gateway);
        sender = new RequestSender(builder.gateway, builder.scheduler);
        membership = builder.membership;
        firstAttempts = builder.firstAttempts;
        continuity = builder.continuity.map(store -> store.on(builder.storeThreads));
        listeners = builder.listeners.stream().map(this::told).toList();
        shared = builder.shared;
        heartbeat = heartbeat(Handover.NONE, 1, scheduler.read());
        snapshot = heartbeat.snapshot();
    }

    /**
     * A keeper with the defaults: the system scheduler, no liveness watched, no listener.
     *
     * @param gateway through which the exchange is reached
     * @param scope which orders
     * @param policy when to renew
     * @return the builder
     * @throws IllegalArgumentException if the gateway's market has no such scope; the message names the rule and the scope
     */
    public static CountdownKeeperBuilder builder(CountdownGateway gateway, Scope scope, RenewalPolicy policy) {
        return new CountdownKeeperBuilder(gateway, scope, policy);
    }

    /**
     * Starts guarding: the first attempt is made at once, or in its turn where many of a fleet start together. Where no claim
     * is inherited, it is made once the gateway is {@linkplain CountdownGateway#ready ready}, for which it waits 5 s at most. It
     * is made by a timer of the scheduler, never inside this call: on virtual time nothing is sent before time is advanced, be
     * it by zero.
     *
     * @return this
     * @throws IllegalStateException if it was started or closed before, or another keeper of this scope runs on this
     *     gateway
     */
    public CountdownKeeper start() {
        CompletableFuture<Void> ready = sender.ready();
        boolean cold = !ready.isDone();
        run(now -> {
            if (started || snapshot.state(now) == KeeperState.CLOSED) {
                throw new IllegalStateException("a keeper is started once: " + scope);
            }
            Handover inherited = registry.claim(scope, now.monotonicNanos());
            OptionalLong left = inherited.untilFiring(policy.timeout(), now.monotonicNanos());
            inheritedEnd = left.isPresent() ? OptionalLong.of(now.monotonicNanos() + left.getAsLong()) : left;
            StartOffset start =
                    membership == null ? StartOffset.AT_ONCE : StartOffset.inFleet(membership, policy, left);
            heartbeat = heartbeat(inherited, start.firstPart(), now).firstAttempts(firstAttempts);
            continuity.ifPresent(store -> heartbeat.recordedAs(store.key()));
            started = true;
            long wait = cold && left.isEmpty() ? READY_WITHIN : 0;
            return heartbeat.start(now, start.delay() + wait);
        });
        if (cold && inheritedEnd.isEmpty()) {
            CompletableFuture<Void> unused = ready.thenRun(() -> run(now -> heartbeat.ready(now, READY_WITHIN)));
        }
        continuity.ifPresent(store -> store.load(record -> run(now -> heartbeat.loaded(now, record))));
        return this;
    }

    private Heartbeat heartbeat(Handover inherited, double firstPart, ClockReading now) {
        Heartbeat made = new Heartbeat(scope, policy, inherited, firstPart, now);
        return shared ? made.shared() : made;
    }

    /**
     * Whose orders it guards.
     *
     * @return the name that the builder or the fleet gave; empty unless one was given
     */
    public String account() {
        return account;
    }

    /**
     * In which market it guards them.
     *
     * @return as the gateway says; empty where the exchange has one market
     */
    public String market() {
        return market;
    }

    /**
     * Which orders it guards.
     *
     * @return the scope
     */
    public Scope scope() {
        return scope;
    }

    /**
     * Adds a listener, which is told of every event from now on. A keeper that is closed has none any more.
     *
     * @param listener told on the executor
     */
    public void addListener(KeeperListener listener) {
        Told added = told(Objects.requireNonNull(listener, "listener"));
        synchronized (lock) {
            listeners = Stream.concat(listeners.stream(), Stream.of(added)).toList();
        }
    }

    /**
     * Removes a listener, however often it was added. An event that is just being handed to it may still be told; what waits is
     * not. It may remove itself.
     *
     * @param listener that was added before, by {@code equals}; any other is ignored
     */
    public void removeListener(KeeperListener listener) {
        Objects.requireNonNull(listener, "listener");
        synchronized (lock) {
            List<Told> before = listeners;
            listeners = before.stream()
                    .filter(each -> !each.listener().equals(listener))
                    .toList();
            before.stream()
                    .filter(each -> !listeners.contains(each))
                    .forEach(each -> each.queue().stop());
        }
    }

    private Told told(KeeperListener listener) {
        return new Told(listener, new EventQueue(event -> listener.on(this, event), executor));
    }

    /**
     * Completes when it is known whether the platform may begin to trade: with the first acknowledgement, with a refusal that no
     * retry can change, or with a close. An attempt that merely fails is repeated, and completes nothing.
     *
     * @return never completes exceptionally; its dependents run on the executor. Each call returns a future of its own: to
     *     complete or cancel that changes nothing here
     */
    public CompletableFuture<FirstArmed> firstArmed() {
        return firstArmed.copy();
    }

    /**
     * What is known now, computed from the clocks.
     *
     * @return a snapshot
     */
    public Protection protection() {
        Snapshot seen = snapshot;
        return seen.protection(scheduler.read());
    }

    /**
     * The order gate: whether the orders are certainly guarded at this moment. One volatile read and the clocks; allocates
     * nothing and never blocks.
     *
     * @return true only while the state is {@link KeeperState#ARMED}
     */
    public boolean mayQuote() {
        return mayQuote(0);
    }

    /**
     * The order gate with time to spare.
     *
     * @param margin the time that an order needs to reach the exchange; not negative
     * @return true if the orders are certainly guarded for at least that long
     * @throws IllegalArgumentException if the margin is negative
     */
    public boolean mayQuote(Duration margin) {
        if (Objects.requireNonNull(margin, "margin").isNegative()) {
            throw new IllegalArgumentException("margin must not be negative: " + margin);
        }
        return mayQuote(Durations.bounded(margin).toNanos());
    }

    /**
     * Says that the platform has reconciled its orders after a lapse, so that it may quote again once the orders are
     * guarded. Only that very lapse is closed: one that happened meanwhile stays open.
     *
     * @param lapse the number, from {@link KeeperEvent.Lapsed} or {@link Protection#openLapse()}
     * @throws IllegalArgumentException if no such lapse was reported
     */
    public void reconciled(long lapse) {
        run(now -> heartbeat.reconciled(now, lapse));
    }

    /**
     * Calls back whenever the claim is about to run out, so that the platform can cancel its orders while it still can.
     *
     * @param before how long before the claim ends; not negative. Where it is longer than the timeout, once at once
     * @param action called on the executor, once for each claim that is not renewed by then
     * @throws IllegalArgumentException if the time is negative
     */
    public void onExpiring(Duration before, Runnable action) {
        Objects.requireNonNull(action, "action");
        if (Objects.requireNonNull(before, "before").isNegative()) {
            throw new IllegalArgumentException("time before the end must not be negative: " + before);
        }
        run(now -> {
            alarms.add(Durations.bounded(before), action);
            return heartbeat.look(now);
        });
    }

    /**
     * Closes. A renewal that waits to be sent, for the budget of a fleet's account or for anything else in this keeper, is taken
     * back. A request that was handed to the gateway is awaited first, except by {@link CloseMode#EXPIRE}, which also ends a
     * close that is under way; the gateway may still send it, within the attempt's deadline. Any other later wish is ignored.
     *
     * <p>It takes as long as it takes to be certain, but never longer than a request that was sent before can still be applied,
     * its timeout, and three attempts; one attempt more for each record where there is a store. It ends at once where the gateway
     * is closed, and it ends after the scheduler or the executor was shut down, too: the machine's own timers and threads take
     * their place.
     *
     * <p>Await the future before you close the gateway, which sends the request: {@code keeper.close(mode).join()}. Never wait for
     * it on an event loop, nor on the only thread of the executor, which completes it.
     *
     * @param mode what becomes of the countdown
     * @return completes with what is certain, never exceptionally; its dependents run on the executor. Each call returns a future
     *     of its own: to complete or cancel that changes nothing here
     * @throws IllegalArgumentException if it is {@linkplain CountdownKeeperBuilder#shared shared} and the mode is not {@link
     *     CloseMode#EXPIRE}; nothing has changed then
     */
    public CompletableFuture<CloseResult> close(CloseMode mode) {
        Objects.requireNonNull(mode, "mode");
        run(now -> heartbeat.close(now, mode));
        if (membership != null) {
            membership.closeBegins();
        }
        return closed.copy();
    }

    /**
     * Closes by {@link CloseMode#EXPIRE}: sends nothing, in particular <em>no</em> disarm, so that the exchange cancels the
     * orders at the current deadline. It ends a close that is under way: await the future of a close by {@link
     * CloseMode#DISARM} before a try-with-resources ends. Idempotent.
     */
    @Override
    public void close() {
        CompletableFuture<CloseResult> unused = close(CloseMode.EXPIRE);
    }

    /** Names it for people: its account, if it has one, and its scope. */
    @Override
    public String toString() {
        return account.isEmpty() ? scope.toString() : account + " " + scope;
    }

    /** The fleet saw the wall clock run ahead of the monotonic one: look at the clocks now, not only at the next timer. */
    void look() {
        run(now -> heartbeat.look(now));
    }

    /** Refuses a close that would send something shorter for a shared scope. */
    void require(CloseMode mode) {
        synchronized (lock) {
            heartbeat.require(mode);
        }
    }

    boolean isClosed() {
        return snapshot.isClosed();
    }

    private boolean mayQuote(long marginNanos) {
        Snapshot seen = snapshot;
        long monotonic = scheduler.nanoTime();
        return seen.mayQuote(monotonic, scheduler.wallMillis(), marginNanos);
    }

    private void wake() {
        try {
            LivenessReading reading = LivenessReading.of(liveness);
            run(now -> heartbeat.beat(now, reading));
        } catch (Throwable unforeseen) { // even out of memory: the next attempt still happens
            synchronized (lock) {
                FallbackTimers.cancel(timer);
                timer = FallbackTimers.set(scheduler, policy.backoff(), this::wake);
            }
        }
    }

    private void run(Function<ClockReading, Effects> input) {
        Effects effects;
        List<Runnable> dueAlarms;
        FirstArmed first;
        synchronized (lock) {
            ClockReading now = scheduler.read();
            effects = input.apply(now);
            snapshot = effects.snapshot();
            first = startVerdict = startVerdict == null ? verdictOnStart(effects.events()) : startVerdict;
            dueAlarms = alarms.ring(snapshot, now);
            listeners.forEach(each -> each.queue().add(effects.events()));
            setTimer(effects, now);
        }
        effects.send()
                .ifPresent(this::submit); // first: an executor may run a listener right here, which may even close
        effects.askTime().ifPresent(this::askTime);
        effects.save().ifPresent(this::save);
        if (first != null && !firstArmed.isDone()) {
            complete(firstArmed, first);
        }
        effects.events().forEach(this::endIfClosed);
        listeners.forEach(each -> each.queue().deliver());
        dueAlarms.forEach(this::executeQuietly);
    }

    private void setTimer(Effects effects, ClockReading now) {
        FallbackTimers.cancel(timer);
        timer = effects.wakeAfter()
                .map(wait -> Math.min(wait.toNanos(), alarms.untilNext(effects.snapshot(), now)))
                .map(nanos -> FallbackTimers.set(scheduler, Duration.ofNanos(nanos), this::wake))
                .orElse(() -> {});
    }

    /** Now, or when its turn comes in the account's queue. */
    private void submit(Attempt attempt) {
        Consumer<Outcome> heard = reply -> run(now -> heartbeat.heard(now, attempt, reply));
        if (membership == null) {
            send(attempt, heard);
        } else {
            membership
                    .queue()
                    .submit(
                            attempt.permit(),
                            attempt.deadline(),
                            untilClaimEnds(),
                            outcome -> send(attempt, outcome),
                            heard);
        }
    }

    /** Right before it is handed over, it is asked once more whether it is wanted. */
    private boolean send(Attempt attempt, Consumer<Outcome> heard) {
        return isStillWanted(attempt) && sender.send(attempt, heard);
    }

    private long untilClaimEnds() {
        Snapshot seen = snapshot;
        ClockReading now = scheduler.read();
        OptionalLong inherited = inheritedEnd;
        return seen.hasClaim()
                ? seen.protectedNanos(now)
                : inherited.isPresent() ? inherited.getAsLong() - now.monotonicNanos() : AccountQueue.NOTHING_TO_LOSE;
    }

    /** Since the attempt was made the strategy may have died, and another thread may have closed the keeper. */
    private boolean isStillWanted(Attempt attempt) {
        if (attempt.permit().isOpen()) {
            LivenessReading latest = LivenessReading.of(liveness);
            if (!latest.verdict().isAlive() || !attempt.isFor(policy.timeout())) {
                run(now -> heartbeat.askedAgain(now, latest));
            }
        }
        return attempt.permit().use();
    }

    /** The answer may come after the attempt has ended: the next reply is then judged by it. */
    private void askTime(Attempt because) {
        ClockReading asked = scheduler.read();
        Duration within = because.deadline().span();
        sender.exchangeTime(within, answer -> run(now -> heartbeat.timeAnswered(now, asked, within, answer)));
    }

    private void save(ContinuityRecord record) {
        continuity.ifPresent(store -> store.save(record, failure -> run(now -> heartbeat.saved(now, record, failure))));
    }

    private void endIfClosed(KeeperEvent event) {
        if (event instanceof KeeperEvent.Closed last) {
            if (started) {
                registry.release(scope, heartbeat.leftBehind());
            }
            if (membership != null) {
                membership.closed(this, last.result(), scheduler);
            }
            complete(closed, last.result());
        }
    }

    /** What an event says of the question whether the platform may begin; the first one that does decides it. */
    private static @Nullable FirstArmed verdictOnStart(List<KeeperEvent> events) {
        for (KeeperEvent event : events) {
            Optional<FirstArmed> verdict = verdictOnStart(event);
            if (verdict.isPresent()) {
                return verdict.get();
            }
        }
        return null;
    }

    private static Optional<FirstArmed> verdictOnStart(KeeperEvent event) {
        if (event instanceof KeeperEvent.Armed armed) {
            return Optional.of(new FirstArmed.Armed(armed.acknowledgement(), armed.earlierOrders()));
        }
        if (event instanceof KeeperEvent.Refused refused) {
            return refusedForGood(refused.reply());
        }
        if (event instanceof KeeperEvent.Failed failed) {
            return refusedForGood(failed.reply());
        }
        return event instanceof KeeperEvent.Closed closed
                ? Optional.of(new FirstArmed.Closed(closed.result()))
                : Optional.empty();
    }

    private static Optional<FirstArmed> refusedForGood(Outcome.NotApplied reply) {
        return reply.retry().allowed() ? Optional.empty() : Optional.of(new FirstArmed.Refused(reply));
    }

    /** On the executor, because what hangs on a stage is the platform's and may block. */
    private <T> void complete(CompletableFuture<T> stage, T value) {
        executeQuietly(() -> stage.complete(value));
    }

    private void executeQuietly(Runnable action) {
        try {
            executor.execute(action);
        } catch (Throwable noThread) { // not even of our own: nobody is left to be told
            return;
        }
    }
}
