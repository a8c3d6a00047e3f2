package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Warns of scopes that are valid, but hardly meant. Needs neither network nor keys. */
public final class ScopeWarnings {

    /** No grammar is published: only what is surely no name is suspect. */
    private static final String UNDERLYING = "[A-Z0-9.]+_[A-Z0-9.]+";

    private ScopeWarnings() {}

    /** One line for each, which names the scope and says what to do. */
    public static List<String> lines(List<Target> targets) {
        return of(targets).stream().map(Finding::line).toList();
    }

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
        boolean options = target.market() == Market.OPTIONS;
        if (target.scope() instanceof Scope.ByContract one && one.contract().contains("-") != options) {
            return List.of(Finding.warning(
                    target,
                    "this is the name of " + (options ? "a futures contract" : "an option") + ", and the market is "
                            + target.market()
                            + ", where its countdown guards nothing: set market, or correct the name"));
        }
        return oddName(target)
                .map(odd -> Finding.warning(
                        target, odd + ". A countdown for a name that does not exist guards nothing: correct the name"))
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<String> oddName(Target target) {
        boolean option = target.scope() instanceof Scope.ByContract && target.market() == Market.OPTIONS;
        String name = target.scope() instanceof Scope.ByContract one ? one.contract() : baseAndQuote(target.scope());
        if (name.isEmpty() || name.matches(option ? UNDERLYING + "-.+" : UNDERLYING)) {
            return Optional.empty();
        }
        String example = target.market() == Market.FUTURES_BTC ? "BTC_USD" : "BTC_USDT";
        return Optional.of(name + " is not written as Gate writes "
                + (option
                        ? "a contract now, such as BTC_USDT-20301227-70000-C"
                        : kind(target) + ", such as " + example));
    }

    private static String kind(Target target) {
        return target.market() == Market.OPTIONS
                ? "an underlying"
                : target.market() == Market.SPOT ? "a pair" : "a contract";
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
