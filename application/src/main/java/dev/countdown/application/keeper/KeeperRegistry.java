package dev.countdown.application.keeper;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.machine.Handover;
import dev.countdown.domain.Scope;
import dev.countdown.domain.UnresolvedRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Who keeps which scope of which gateway in this process, and what keepers that have closed left behind: their requests may
 * still be applied after those of the next keeper, or be pending at the exchange until it sends one. Gateways that are equal
 * count as one, and what was left through one that nobody holds any more is forgotten.
 */
final class KeeperRegistry {

    private static final Map<CountdownGateway, KeeperRegistry> BY_GATEWAY = new WeakHashMap<>();

    /** By scope: what the last keeper left, or empty while one runs. */
    private final Map<Scope, Optional<Handover>> scopes = new HashMap<>();

    private int sweepAt = 64;

    private KeeperRegistry() {}

    static KeeperRegistry of(CountdownGateway gateway) {
        synchronized (BY_GATEWAY) {
            return BY_GATEWAY.computeIfAbsent(gateway, g -> new KeeperRegistry());
        }
    }

    /**
     * Takes a scope for a keeper that starts.
     *
     * @return what its predecessor left behind
     * @throws IllegalStateException if a keeper of this scope runs
     */
    synchronized Handover claim(Scope scope, long now) {
        Optional<Handover> left = scopes.getOrDefault(scope, Optional.of(Handover.NONE));
        if (left.isEmpty()) {
            throw new IllegalStateException("a keeper of this scope runs already on this gateway: " + scope);
        }
        sweep(now);
        scopes.put(scope, Optional.empty());
        return left.get().where(request -> matters(request, now));
    }

    synchronized void release(Scope scope, Handover leftBehind) {
        if (leftBehind.equals(Handover.NONE)) {
            scopes.remove(scope);
        } else {
            scopes.put(scope, Optional.of(leftBehind));
        }
    }

    synchronized int size() {
        return scopes.size();
    }

    /** A disarm, until it cannot be applied any more; an arm, until what it would bring about has happened. */
    private static boolean matters(UnresolvedRequest request, long now) {
        return request.timeout().isDisarm() ? request.mayApplyAfter(now) : request.firedBy() - now > 0;
    }

    private void sweep(long now) {
        if (scopes.size() >= sweepAt) {
            scopes.values()
                    .removeIf(left -> left.isPresent()
                            && left.get().loose().stream().noneMatch(request -> matters(request, now)));
            sweepAt = Math.max(64, 2 * scopes.size());
        }
    }
}
