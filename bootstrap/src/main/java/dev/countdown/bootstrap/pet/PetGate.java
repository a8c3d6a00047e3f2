package dev.countdown.bootstrap.pet;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.gate.GateQuestion;
import dev.countdown.guard.GuardedGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The joined gate, as a bot on this host asks for it: in the fields of {@code keep}'s. Safe for use by many threads. */
record PetGate(String bot, GuardedGate gate, List<PetScope> scopes) {

    /** For how long orders of every scope may be placed at most; zero where they may not. */
    Duration holdsFor() {
        return gate.mayQuote() ? least(scopes) : Duration.ZERO;
    }

    private Duration least(List<PetScope> asked) {
        return asked.stream()
                .map(scope -> gate.guardedFor(scope.name()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** What a bot is told. */
    record Answer(boolean mayQuote, String json) {}

    Answer ask(GateQuestion question) {
        List<PetScope> ofAccount = scopes.stream()
                .filter(each -> question.account()
                        .filter(name -> !name.equals(each.account()))
                        .isEmpty())
                .toList();
        question.requireMarket(ofAccount.stream().map(PetScope::market));
        List<PetScope> asked = ofAccount.stream()
                .filter(each -> question.market()
                                .filter(market -> market != each.market())
                                .isEmpty()
                        && question.contract()
                                .filter(name -> !each.scope().covers(name))
                                .isEmpty())
                .toList();
        List<PetScope> inTheWay = asked.stream()
                .filter(each -> !gate.mayQuote(each.name(), question.margin()))
                .toList();
        boolean mayQuote = !asked.isEmpty() && inTheWay.isEmpty();
        String json = new Json()
                .put("mayQuote", mayQuote)
                .put("forMs", mayQuote ? least(asked) : Duration.ZERO)
                .put("reason", mayQuote ? null : why(asked, inTheWay, question.margin()))
                .put("asked", asked.stream().map(PetScope::name).toList())
                .put(
                        "inTheWay",
                        inTheWay.stream()
                                .map(each -> new Json()
                                        .put("account", each.account())
                                        .put("market", each.market().toString())
                                        .put("scope", each.scope().toString())
                                        .put("lapse", gate.openLapses().get(each.name()))
                                        .put("reason", reason(each, question.margin())))
                                .toList())
                .toString();
        return new Answer(mayQuote, json);
    }

    private String why(List<PetScope> asked, List<PetScope> inTheWay, Duration margin) {
        return asked.isEmpty()
                ? "no scope of this bot covers such an order"
                : inTheWay.stream()
                        .map(each -> each.name() + ": " + reason(each, margin))
                        .collect(Collectors.joining("; "));
    }

    /** Why orders of a scope may not be placed; the worst first. */
    String reason(PetScope scope, Duration margin) {
        return why(scope, margin).orElse("it has just opened");
    }

    private Optional<String> why(PetScope scope, Duration margin) {
        return gate.whyShut(scope.name(), margin)
                .map(why -> why.lapse().isPresent()
                        ? why.text() + ", then: " + scope.reconciled(why.lapse().getAsLong())
                        : why.text());
    }

    /** All of it, for people and monitors. */
    String json(Scheduler clock) {
        Map<String, Long> lapses = gate.openLapses();
        return new Json()
                .put("at", Instant.ofEpochMilli(clock.wallMillis()).toString())
                .put("bot", bot)
                .put("mayQuote", gate.mayQuote())
                .put("superseded", gate.isSuperseded())
                .put(
                        "scopes",
                        scopes.stream()
                                .map(each -> new Json()
                                        .put("scope", each.name())
                                        .put("mayQuote", gate.mayQuote(each.name(), Duration.ZERO))
                                        .put("guardedForMs", gate.guardedFor(each.name()))
                                        .put("lapse", lapses.get(each.name()))
                                        .putText(
                                                "reason",
                                                why(each, Duration.ZERO).orElse(""))
                                        .put("digests", digests(each.name())))
                                .toList())
                .put(
                        "nodes",
                        new TreeMap<>(gate.troubles())
                                .entrySet().stream()
                                        .map(each -> new Json()
                                                .put("node", each.getKey())
                                                .putText("reason", each.getValue()))
                                        .toList())
                .toString();
    }

    private Json digests(String scope) {
        Json digests = new Json();
        new TreeMap<>(gate.digests(scope)).forEach(digests::put);
        return digests;
    }
}
