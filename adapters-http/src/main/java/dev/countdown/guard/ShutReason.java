package dev.countdown.guard;

import dev.countdown.application.guard.ProofGate;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why the gate of a scope is shut: the worst reason. Immutable.
 *
 * @param text for people
 * @param lapse what the bot must reconcile, where that alone opens the gate; empty where something else is in the way
 */
public record ShutReason(String text, OptionalLong lapse) {

    static ShutReason of(
            ProofGate gate, ClockReading now, Duration margin, boolean everyNodeAsked, Map<String, String> troubles) {
        Collection<ScopeReply> said = gate.said().values();
        long settling = gate.settlingMs(now);
        if (!ScopeReply.agree(said)) {
            return other(with(troubles, GuardEvent.DigestsDiffer.TEXT));
        } else if (!ScopeReply.allRequireBot(said)) {
            return other(with(troubles, GuardEvent.NotRequired.TEXT));
        } else if (settling > 0) {
            return other(GuardEvent.Settling.text(Duration.ofMillis(settling)));
        } else if (gate.guardedFor(now).isZero()) {
            return other(notGuarded(said, troubles));
        } else if (!everyNodeAsked) {
            return other("not every node was asked yet");
        } else if (gate.openLapse().isPresent()) {
            return new ShutReason(
                    "the switch fired, or may have, or was proven armed for the first time: reconcile the orders",
                    gate.openLapse());
        }
        return other("guarded, but for less than the margin of " + margin.toMillis() + " ms");
    }

    static ShutReason other(String text) {
        return new ShutReason(text, OptionalLong.empty());
    }

    private static String notGuarded(Collection<ScopeReply> said, Map<String, String> troubles) {
        Set<String> silent =
                said.stream().flatMap(reply -> reply.silent().stream()).collect(Collectors.toCollection(TreeSet::new));
        String text = "no node says that it is guarded";
        return with(troubles, silent.isEmpty() ? text : text + "; silent: " + String.join(", ", silent));
    }

    private static String with(Map<String, String> troubles, String text) {
        return Stream.concat(
                        Stream.of(text),
                        troubles.entrySet().stream()
                                .filter(each -> !each.getValue().isEmpty())
                                .sorted(Map.Entry.comparingByKey())
                                .map(each -> each.getKey() + ": " + each.getValue()))
                .collect(Collectors.joining("; "));
    }
}
