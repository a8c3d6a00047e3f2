package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Warns of entries that are valid, but hardly meant. Needs neither network nor keys. */
final class ScopeWarnings {

    private ScopeWarnings() {}

    static List<Finding> of(List<Target> targets) {
        List<Finding> found = new ArrayList<>();
        targets.forEach(target -> found.addAll(ofName(target)));
        Map<String, List<Target>> byKey = targets.stream()
                .collect(Collectors.groupingBy(
                        target -> target.account().login().key(), LinkedHashMap::new, Collectors.toList()));
        byKey.forEach((key, ofKey) -> {
            oneKey(key, ofKey, found);
            overlaps(ofKey, found);
        });
        return found;
    }

    private static List<Finding> ofName(Target target) {
        String name = baseAndQuote(target.scope());
        if (!name.matches("|.*_.*")) {
            return List.of(Finding.warning(
                    target,
                    name + " has no underscore; Gate names " + kind(target) + " as in " + example(target.market())
                            + ". A countdown for a name that does not exist guards nothing: correct the name"));
        }
        if (target.scope() instanceof Scope.ByContract one
                && one.contract().contains("-") != (target.market() == Market.OPTIONS)) {
            return List.of(Finding.warning(
                    target,
                    "this is the name of " + (target.market() == Market.OPTIONS ? "a futures contract" : "an option")
                            + ", and the market is " + target.market()
                            + ", where its countdown guards nothing: set market, or correct the name"));
        }
        return List.of();
    }

    private static String kind(Target target) {
        return target.market() == Market.OPTIONS
                ? "an underlying"
                : target.market() == Market.SPOT ? "a pair" : "a contract";
    }

    private static String example(Market market) {
        return market == Market.FUTURES_BTC ? "BTC_USD" : "BTC_USDT";
    }

    private static void oneKey(String key, List<Target> targets, List<Finding> found) {
        List<String> names = targets.stream()
                .map(target -> target.account().name())
                .distinct()
                .toList();
        if (names.size() > 1) {
            found.add(Finding.warning(
                    String.join(", ", names),
                    "these accounts have one key, " + key + ": the exchange sees one account, with one limit of"
                            + " requests. Give each its key-env, or put all scopes into one account"));
        }
    }

    private static void overlaps(List<Target> targets, List<Finding> found) {
        for (Target wide : targets) {
            for (Target narrow : targets) {
                if (wide.market() == narrow.market() && contains(wide.scope(), narrow.scope())) {
                    found.add(Finding.warning(
                            narrow,
                            "also guarded by " + wide.name() + ": each has a countdown of its own, and its orders are"
                                    + " cancelled when either fires. Remove one of them, unless you mean both"));
                }
            }
        }
    }

    private static boolean contains(Scope wide, Scope narrow) {
        return (wide instanceof Scope.All && !(narrow instanceof Scope.All))
                || (wide instanceof Scope.ByUnderlying
                        && narrow instanceof Scope.ByContract
                        && baseAndQuote(wide).equals(baseAndQuote(narrow)));
    }

    /** Such as BTC_USDT; empty for all orders. */
    private static String baseAndQuote(Scope scope) {
        if (scope instanceof Scope.ByContract one) {
            return one.underlying();
        }
        if (scope instanceof Scope.ByPair one) {
            return one.pair();
        }
        return scope instanceof Scope.ByUnderlying one ? one.underlying() : "";
    }
}
