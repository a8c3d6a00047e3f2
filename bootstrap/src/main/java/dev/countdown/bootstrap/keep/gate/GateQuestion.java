package dev.countdown.bootstrap.keep.gate;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a bot asks over HTTP.
 *
 * @param contract of the order, on spot its pair; empty asks for every scope
 * @param market where it is to be placed; empty asks for every market, where no contract is named or all scopes are of one
 * @param account where it is to be placed, by its name in the configuration; empty asks for every account
 * @param margin how long the answer must hold at least
 */
public record GateQuestion(
        Optional<String> contract, Optional<Market> market, Optional<String> account, Duration margin) {

    private static final Set<String> NAMES = Set.of("contract", "market", "account", "margin");

    /**
     * Reads the parameters of a request.
     *
     * @throws IllegalArgumentException naming the value and the rule
     */
    public static GateQuestion of(Iterable<Map.Entry<String, String>> parameters) {
        Map<String, String> given = new HashMap<>();
        for (Map.Entry<String, String> each : parameters) {
            if (!NAMES.contains(each.getKey())) {
                throw wrong("parameter must be contract, market, account or margin", each.getKey());
            }
            if (given.put(each.getKey(), each.getValue()) != null) {
                throw wrong("parameter must be given once", each.getKey());
            }
        }
        return new GateQuestion(
                Optional.ofNullable(given.get("contract")).map(GateQuestion::contract),
                Optional.ofNullable(given.get("market")).map(GateQuestion::market),
                Optional.ofNullable(given.get("account")).map(GateQuestion::account),
                margin(given.getOrDefault("margin", "0")));
    }

    private static String contract(String text) {
        return new Scope.ByContract(text, text).contract();
    }

    private static Market market(String text) {
        try {
            return Markets.read(text);
        } catch (IllegalArgumentException e) {
            throw wrong("market must be " + List.of(Market.values()), text);
        }
    }

    private static String account(String text) {
        if (!text.matches("[\\w.-]+")) {
            throw wrong("account must be letters, digits, . _ or -", text);
        }
        return text;
    }

    private static Duration margin(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw wrong("margin must be a whole number of milliseconds, 0 to 999999999", text);
        }
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static IllegalArgumentException wrong(String rule, String value) {
        return new IllegalArgumentException(rule + ": '" + value.replaceAll("[^ -~]", "?") + "'");
    }

    /**
     * Asks the keepers that guard such an order: those of its key, because one key is one account, and of its market.
     *
     * @throws IllegalArgumentException if a contract is named without its market, and scopes of several markets are kept: a name
     *     can be that of a contract in one and of a pair in another
     */
    public OrderGate.Answer ask(OrderGate gate) {
        Set<String> keys = gate.keepers().running().keySet().stream()
                .map(Target::account)
                .filter(each ->
                        account.filter(name -> !name.equals(each.name())).isEmpty())
                .map(each -> each.login().key())
                .collect(Collectors.toSet());
        requireMarket(gate.keepers().running().keySet().stream()
                .filter(target -> keys.contains(target.account().login().key()))
                .map(Target::market));
        return gate.ask(
                target -> keys.contains(target.account().login().key())
                        && market.filter(each -> each != target.market()).isEmpty()
                        && contract.filter(name -> !target.scope().covers(name)).isEmpty(),
                contract,
                margin);
    }

    /**
     * A name can be that of a contract in one market and of a pair in another.
     *
     * @param kept the market of each scope that may be meant
     * @throws IllegalArgumentException if a contract is named without its market, and there are several
     */
    public void requireMarket(Stream<Market> kept) {
        List<Market> markets = kept.distinct().sorted().toList();
        if (contract.isPresent() && market.isEmpty() && markets.size() > 1) {
            throw new IllegalArgumentException(
                    "market must be given beside contract where scopes of several are kept: " + markets);
        }
    }

    /** The answer as JSON, in the fields of the reference. */
    public String json(OrderGate.Answer answer) {
        return new Json()
                .put("mayQuote", answer.mayQuote())
                .put("forMs", answer.holdsFor())
                .put("reason", answer.mayQuote() ? null : reason(answer))
                .put("asked", answer.asked().stream().map(Target::name).toList())
                .put(
                        "inTheWay",
                        answer.obstacles().stream().map(GateQuestion::json).toList())
                .toString();
    }

    private String reason(OrderGate.Answer answer) {
        List<OrderGate.Obstacle> obstacles = answer.obstacles();
        if (answer.othersMayFire()) {
            return "a scope that is kept no more still runs out, and its switch cancels this order, too";
        }
        return obstacles.isEmpty()
                ? "no scope that is kept covers "
                        + contract.map(name -> "contract " + name).orElse("any order")
                        + market.map(name -> " in " + name).orElse("")
                        + account.map(name -> " of account " + name).orElse("")
                : obstacles.stream()
                        .map(each -> each.target().name() + ": " + each.reason())
                        .collect(Collectors.joining("; "));
    }

    private static Json json(OrderGate.Obstacle obstacle) {
        return new Json()
                .put("account", obstacle.target().account().name())
                .put("market", obstacle.target().market().toString())
                .put("scope", obstacle.target().scope().toString())
                .put("state", obstacle.state().name())
                .put("lapse", obstacle.lapse().stream().boxed().findFirst())
                .put("reason", obstacle.reason());
    }
}
