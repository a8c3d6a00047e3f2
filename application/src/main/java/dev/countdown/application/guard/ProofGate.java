package dev.countdown.application.guard;

import dev.countdown.application.machine.LapseCounter;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Proof;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The order gate of a bot for one scope that several nodes guard: joins what their replies prove. It is shut until the bot has
 * reconciled its orders after the first proof, and after each gap. Safe for use by many threads.
 *
 * <p>Where the nodes differ in their required bots it is shut while they do, and while any of them does not require this bot: it renews
 * over its death. Where they differ in their timeout, a shorter one makes
 * the claims of the others false: then no proof counts for a while, nor where other bots heard that. See {@link Settling}.
 */
public final class ProofGate {

    /** What goes from bot to node and on to a bot must not grow by the time that it takes on its way. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    /** What each node said last. */
    private final Map<String, ScopeReply> said = new TreeMap<>();

    private final LapseCounter lapses = new LapseCounter();
    private boolean agree = true;
    private volatile @Nullable Proof proof;

    /** The proof while the gate stands open for it: each order asks, so it takes no lock. */
    private volatile @Nullable Proof open;

    private final Settling settling = new Settling();

    /** A gate that is shut: nothing was heard yet. */
    public ProofGate() {}

    /**
     * A node replied to a pet.
     *
     * @param node which one
     * @param asked both clocks, before the pet was sent
     * @param heard both clocks, when the reply had arrived
     * @param reply what it says of the scope
     */
    public synchronized void heard(String node, ClockReading asked, ClockReading heard, ScopeReply reply) {
        Objects.requireNonNull(node, "node");
        if (differs(reply.timeout())) {
            mixed(heard, reply.timeout());
        }
        ScopeReply before = said.put(node, reply);
        if (before == null || !before.digest().equals(reply.digest()) || before.requiresBot() != reply.requiresBot()) {
            agree = nodesAgree();
        }
        Duration told = Duration.ofMillis(reply.settlingMs()).minus(ON_THE_WAY).minusNanos(heard.monotonicSince(asked));
        if (settling.extend(heard, told)) {
            proof = null;
        }
        if (settling.isOver(heard)) {
            reply.proof(asked, heard).ifPresent(next -> proof = joined(next, heard));
        }
        openOrShut();
    }

    private void openOrShut() {
        open = agree && lapses.openLapse().isEmpty() ? proof : null;
    }

    private boolean differs(Timeout timeout) {
        for (ScopeReply other : said.values()) {
            if (!other.timeout().equals(timeout)) {
                return true;
            }
        }
        return false;
    }

    private void mixed(ClockReading now, Timeout other) {
        Timeout longest = said.values().stream()
                .map(ScopeReply::timeout)
                .reduce(other, (one, another) -> one.seconds() > another.seconds() ? one : another);
        settling.extend(now, Settling.after(longest));
        proof = null;
    }

    private Proof joined(Proof next, ClockReading heard) {
        Proof before = proof;
        if (before == null) {
            lapses.open();
            return next;
        }
        return before.join(next).orElseGet(() -> {
            boolean gap = next.outlasts(before, heard);
            if (gap) {
                lapses.open();
            }
            return gap ? next : before;
        });
    }

    /**
     * A node was stopped and will not be petted again. While it runs, what it sends counts, and so does its timeout.
     *
     * @param node which one; an unknown one is ignored
     * @param now both clocks
     */
    public synchronized void forget(String node, ClockReading now) {
        ScopeReply last = said.remove(node);
        agree = nodesAgree();
        if (last != null && differs(last.timeout())) {
            mixed(now, last.timeout());
        }
        openOrShut();
    }

    /**
     * What each node said last: people must be told where their digests differ.
     *
     * @return a copy, by the names of the nodes
     */
    public synchronized Map<String, ScopeReply> said() {
        return Collections.unmodifiableMap(new TreeMap<>(said));
    }

    /**
     * For how much longer no proof counts, because two timeouts were heard by this bot or another one. The bot must tell the nodes.
     *
     * @param now both clocks
     * @return milliseconds, rounded up; 0 if proofs count
     */
    public long settlingMs(ClockReading now) {
        return settling.leftMillis(now);
    }

    /**
     * Whether an order may be placed. Computed from the clocks at each call.
     *
     * @param now both clocks, the monotonic one read first
     * @param margin the time that the order needs to reach the exchange; not negative
     * @return true if it is certainly guarded for longer than that, and no lapse is open
     * @throws IllegalArgumentException if the margin is negative
     */
    public boolean mayQuote(ClockReading now, Duration margin) {
        if (margin.isNegative()) {
            throw new IllegalArgumentException("margin must not be negative: " + margin);
        }
        Proof known = open;
        return known != null && known.mayQuote(now, margin);
    }

    /**
     * For how much longer the orders are certainly guarded, whether or not a lapse is open.
     *
     * @param now both clocks
     * @return zero if nothing is certain
     */
    public Duration guardedFor(ClockReading now) {
        Proof known = proof;
        return known == null ? Duration.ZERO : known.guardedFor(now);
    }

    /**
     * The lapse after which the bot has to reconcile its orders: the first proof, which tells nothing of earlier orders, and each
     * gap in which the switch may have fired.
     *
     * @return its number; empty if there is none
     */
    public synchronized OptionalLong openLapse() {
        return lapses.openLapse();
    }

    /**
     * The bot has reconciled its orders: it has read them from the exchange after it was told of this lapse. A later one stays open.
     *
     * @param lapse from {@link #openLapse}
     * @throws IllegalArgumentException if there was no such lapse
     */
    public synchronized void reconciled(long lapse) {
        lapses.reconciled(lapse);
        openOrShut();
    }

    private boolean nodesAgree() {
        return ScopeReply.agree(said.values()) && ScopeReply.allRequireBot(said.values());
    }
}
