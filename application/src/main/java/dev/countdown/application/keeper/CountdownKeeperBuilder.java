package dev.countdown.application.keeper;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gathers what a keeper is made of. Not safe for use by several threads. */
public final class CountdownKeeperBuilder {

    final CountdownGateway gateway;
    final Scope scope;
    final RenewalPolicy policy;
    final List<KeeperListener> listeners = new ArrayList<>();
    Optional<String> account = Optional.empty();
    Scheduler scheduler = Scheduler.system();
    Liveness liveness = Liveness.UNWATCHED;
    Executor executor = PlatformExecutor.OWN;
    Duration firstAttempts = Duration.ZERO;
    Optional<ContinuityAccess> continuity = Optional.empty();
    Executor storeThreads = ListenerThreads.INSTANCE;
    boolean shared;

    @Nullable
    FleetMembership membership;

    CountdownKeeperBuilder(CountdownGateway gateway, Scope scope, RenewalPolicy policy) {
        this.gateway = Objects.requireNonNull(gateway, "gateway");
        this.scope = Objects.requireNonNull(scope, "scope");
        this.policy = Objects.requireNonNull(policy, "policy");
        gateway.refusal(scope).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /**
     * Whose orders it guards.
     *
     * @param name for people, in logs and metrics; the one of the fleet, or else empty, unless given
     * @return this
     */
    public CountdownKeeperBuilder account(String name) {
        account = Optional.of(Objects.requireNonNull(name, "account"));
        return this;
    }

    /**
     * Where time comes from.
     *
     * @param time {@link Scheduler#system()} unless given
     * @return this
     */
    public CountdownKeeperBuilder scheduler(Scheduler time) {
        scheduler = Objects.requireNonNull(time, "scheduler");
        return this;
    }

    /**
     * Whose life the renewals depend on.
     *
     * @param strategy {@link Liveness#UNWATCHED} unless given
     * @return this
     */
    public CountdownKeeperBuilder liveness(Liveness strategy) {
        liveness = Objects.requireNonNull(strategy, "liveness");
        return this;
    }

    /**
     * Adds a listener; {@link CountdownKeeper#addListener} adds one later.
     *
     * @param listener told of every event
     * @return this
     */
    public CountdownKeeperBuilder listener(KeeperListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Where listeners, stages and alarms run.
     *
     * @param threads daemon threads made as needed unless given; a shared thread pool must have a thread to spare for
     *     every listener that may block
     * @return this
     */
    public CountdownKeeperBuilder executor(Executor threads) {
        executor = new PlatformExecutor(Objects.requireNonNull(threads, "executor"));
        return this;
    }

    /**
     * How long an attempt may take before anything was acknowledged, if that is more than the policy allows. With a short
     * timeout a cold process or a loaded machine may need more for its first requests than a renewal may take, and until one
     * is acknowledged nothing is at stake.
     *
     * @param deadline not negative; counts up to the policy's timeout. Zero unless given: as the policy says
     * @return this
     * @throws IllegalArgumentException if the deadline is negative
     */
    public CountdownKeeperBuilder firstAttempts(Duration deadline) {
        if (Objects.requireNonNull(deadline, "deadline").isNegative()) {
            throw new IllegalArgumentException("deadline of first attempts must not be negative: " + deadline);
        }
        Duration most = policy.timeout().toDuration();
        firstAttempts = deadline.compareTo(most) < 0 ? deadline : most;
        return this;
    }

    /**
     * Keeps a record for the next process, so that its first acknowledgement can prove that the switch has not fired since. All
     * processes that may keep this scope must use one store and the same names. The record's key is of the gateway's market, too.
     *
     * @param store where the record is kept
     * @param exchange which exchange, such as the host of its base URL
     * @param account which account there; never a secret
     * @return this
     * @throws IllegalArgumentException if a name is refused, see {@link ContinuityKey}
     */
    public CountdownKeeperBuilder continuity(ContinuityStore store, String exchange, String account) {
        Objects.requireNonNull(store, "store");
        String place = gateway.market().isEmpty() ? exchange : exchange + "/" + gateway.market();
        continuity = Optional.of(new ContinuityAccess(store, new ContinuityKey(place, account, scope), storeThreads));
        return this;
    }

    /**
     * Other processes, on whichever machine, keep this scope as well. All must be shared and send the same timeout. Their
     * renewals then take nothing from each other: what the keeper says of the time for which orders are guarded holds as ever.
     * What it cannot know, it does not say: that the switch has fired ({@code FIRED}, {@code BROKEN}), and by when it will. It
     * never sends anything shorter than the timeout, so its policy and its close must be to {@code EXPIRE}.
     *
     * <p>In one process a second keeper of a scope on one gateway is refused all the same.
     *
     * @return this
     */
    public CountdownKeeperBuilder shared() {
        shared = true;
        return this;
    }

    /**
     * Where the store is called. It may block there: a request waits for it only where that is shorter than a recorded one.
     *
     * @param threads daemon threads made as needed unless given
     * @return this
     */
    public CountdownKeeperBuilder storeThreads(Executor threads) {
        storeThreads = Objects.requireNonNull(threads, "storeThreads");
        return this;
    }

    /**
     * As a member of a fleet, whose requests go through a queue.
     *
     * @param nameInFleet of its account, unless it has a name
     */
    CountdownKeeperBuilder inFleet(String nameInFleet, FleetMembership inFleet) {
        account = Optional.of(account.orElse(nameInFleet));
        membership = inFleet;
        liveness = liveness == Liveness.UNWATCHED ? WatchedByFleet.BY_FLEET : liveness;
        return this;
    }

    /**
     * Makes the keeper; it is not started yet.
     *
     * @return the keeper
     * @throws IllegalArgumentException if it is {@linkplain #shared shared} and its policy is to expire soon, or it has a
     *     {@linkplain #continuity store}: the others' proofs tell more of the time before a restart than a record could
     */
    public CountdownKeeper build() {
        check();
        return new CountdownKeeper(this);
    }

    void check() {
        if (shared && policy.onDead() != OnDead.EXPIRE) {
            throw new IllegalArgumentException(
                    "onDead of a shared keeper must be EXPIRE, because a shorter request would make"
                            + " the claims of the other keepers false: " + policy.onDead());
        }
        if (shared && continuity.isPresent()) {
            throw new IllegalArgumentException("a shared keeper keeps no record: " + scope);
        }
    }
}
