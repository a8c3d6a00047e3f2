package dev.countdown.application.guard;

import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a bot pets for which scopes, also while the list of nodes changes. The nodes of before are petted on until those of
 * the new list guard the scope: each of them, or after {@link #LINGER} one of them. So a change opens no gap, whichever of bots and
 * nodes learns of it first. Safe for use by many threads.
 */
public final class PettedNodes {

    /** After that long one node of the new list is enough, because another may be down for good. */
    public static final Duration LINGER = Duration.ofMinutes(1);

    private final int copies;
    private final Map<String, Petted> scopes = new LinkedHashMap<>();
    private List<String> nodes = List.of();
    private @Nullable ClockReading changedAt;

    private static final class Petted {
        private List<String> keepers = List.of();

        /** Of the keepers those that have not guarded the scope since the change. */
        private final Set<String> unproven = new HashSet<>();

        private final Set<String> before = new LinkedHashSet<>();

        void change(List<String> next) {
            if (!next.equals(keepers)) {
                before.addAll(keepers);
                before.removeAll(next);
                keepers = next;
                unproven.clear();
                unproven.addAll(next);
            }
        }
    }

    /**
     * Without a node yet.
     *
     * @param scopes of the bot
     * @param copies how many nodes keep each scope; at least 1
     */
    public PettedNodes(Collection<String> scopes, int copies) {
        this.copies = copies;
        scopes.forEach(scope -> this.scopes.put(scope, new Petted()));
    }

    /**
     * There is another list of nodes.
     *
     * @param list all of them, as {@link Placement#keepers} takes them
     * @param now both clocks
     * @return whether it differs from the one before
     */
    public synchronized boolean change(Collection<String> list, ClockReading now) {
        List<String> next = list.stream().distinct().toList();
        if (new HashSet<>(next).equals(new HashSet<>(nodes))) {
            return false;
        }
        nodes = next;
        changedAt = Objects.requireNonNull(now, "now");
        scopes.forEach((scope, petted) -> petted.change(Placement.keepers(scope, next, copies)));
        return true;
    }

    /**
     * The list.
     *
     * @return as it was given last
     */
    public synchronized List<String> nodes() {
        return nodes;
    }

    /**
     * Whom to pet for what.
     *
     * @return the scopes by node; a node that keeps none of them is missing
     */
    public synchronized Map<String, List<String>> scopesByNode() {
        Map<String, List<String>> byNode = new LinkedHashMap<>();
        scopes.forEach((scope, petted) -> {
            petted.keepers.forEach(node ->
                    byNode.computeIfAbsent(node, first -> new ArrayList<>()).add(scope));
            petted.before.forEach(node ->
                    byNode.computeIfAbsent(node, first -> new ArrayList<>()).add(scope));
        });
        return byNode;
    }

    /**
     * Whether a reply still counts.
     *
     * @param node which one
     * @param scope which one
     * @return false where the node is not petted for this scope any more: its gate has forgotten it
     */
    public synchronized boolean isPetted(String node, String scope) {
        Petted known = scopes.get(scope);
        return known != null && (known.keepers.contains(node) || known.before.contains(node));
    }

    /**
     * A node said something of a scope.
     *
     * @param node which one
     * @param scope which one
     * @param reply what it said
     * @param now both clocks
     * @return the nodes that are petted for this scope no more: the gate of the scope must forget them
     */
    public synchronized Set<String> heard(String node, String scope, ScopeReply reply, ClockReading now) {
        Petted petted = scopes.get(scope);
        boolean guards = reply.guardedForMs() > 0 && reply.silent().isEmpty();
        if (petted == null || petted.before.isEmpty() || !guards || !petted.keepers.contains(node)) {
            return Set.of();
        }
        petted.unproven.remove(node);
        ClockReading since = Objects.requireNonNull(changedAt);
        if (!petted.unproven.isEmpty() && now.monotonicSince(since) < LINGER.toNanos()) {
            return Set.of();
        }
        Set<String> released = new TreeSet<>(petted.before);
        petted.before.clear();
        return released;
    }
}
