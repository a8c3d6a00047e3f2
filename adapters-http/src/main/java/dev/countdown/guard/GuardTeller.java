package dev.countdown.guard;

import dev.countdown.application.guard.ProofGate;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells the listener of a gate what changed, one event after the other. */
final class GuardTeller {
    private static final System.Logger LOG = System.getLogger(GuardedGate.class.getName());

    private final Consumer<GuardEvent> listener;
    private final Map<String, String> nodes = new HashMap<>();
    private final Map<String, Long> lapses = new HashMap<>();
    private final Set<String> differing = new HashSet<>();
    private final Set<String> settling = new HashSet<>();
    private final Set<String> notRequired = new HashSet<>();
    private boolean superseded;

    GuardTeller(Consumer<GuardEvent> listener) {
        this.listener = listener;
    }

    synchronized void heard(String node) {
        if (!"".equals(nodes.put(node, ""))) {
            tell(new GuardEvent.NodeHeard(node));
        }
    }

    synchronized void lost(String node, String reason) {
        if (!reason.equals(nodes.put(node, reason)) && !superseded) {
            tell(new GuardEvent.NodeLost(node, reason));
        }
    }

    synchronized void changed(List<String> list) {
        nodes.keySet().retainAll(list);
        tell(new GuardEvent.NodesChanged(list));
    }

    synchronized void lookupFailed(String reason) {
        tell(new GuardEvent.LookupFailed(reason));
    }

    synchronized void superseded() {
        if (!superseded) {
            superseded = true;
            tell(new GuardEvent.Superseded());
        }
    }

    /** By node what is wrong with it; empty where nothing is. */
    synchronized Map<String, String> troubles() {
        return Map.copyOf(nodes);
    }

    static Map<String, String> digests(Map<String, ScopeReply> said) {
        return said.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> each.getValue().digest()));
    }

    synchronized void look(String scope, ProofGate gate, boolean everyNodeAsked, ClockReading now) {
        Map<String, ScopeReply> said = gate.said();
        boolean agree = ScopeReply.agree(said.values());
        if (!agree && differing.add(scope)) {
            tell(new GuardEvent.DigestsDiffer(scope, digests(said)));
        } else if (agree && differing.remove(scope)) {
            tell(new GuardEvent.DigestsAgree(scope));
        }
        if (!agree || ScopeReply.allRequireBot(said.values())) {
            notRequired.remove(scope);
        } else if (everyNodeAsked && notRequired.add(scope)) {
            tell(new GuardEvent.NotRequired(scope));
        }
        long left = gate.settlingMs(now);
        if (left == 0) {
            settling.remove(scope);
        } else if (agree && settling.add(scope)) {
            tell(new GuardEvent.Settling(scope, Duration.ofMillis(left)));
        }
        gate.openLapse().ifPresent(lapse -> {
            Long before = lapses.put(scope, lapse);
            if (before == null || before < lapse) {
                tell(new GuardEvent.Lapsed(scope, lapse));
            }
        });
    }

    private void tell(GuardEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the listener of a guarded gate failed: " + e);
        }
    }
}
