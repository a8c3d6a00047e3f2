package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
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
        targets.stream()
                .filter(target -> !underlying(target.scope()).matches("|.*_.*"))
                .map(target -> Finding.warning(
                        target,
                        underlying(target.scope()) + " has no underscore; Gate names an underlying as in BTC_USDT."
                                + " A countdown for a name that does not exist guards nothing: correct the name"))
                .forEach(found::add);
        Map<String, List<Target>> byKey = targets.stream()
                .collect(Collectors.groupingBy(
                        target -> target.account().login().key(), LinkedHashMap::new, Collectors.toList()));
        byKey.forEach((key, ofKey) -> {
            oneKey(key, ofKey, found);
            overlaps(ofKey, found);
        });
        return found;
    }

    private static void oneKey(String key, List<Target> targets, List<Finding> found) {
        List<String> names = targets.stream()
                .map(target -> target.account().name())
                .distinct()
                .toList();
        if (names.size() > 1) {
            found.add(Finding.warning(
                    String.join(", ", names),
                    "",
                    "these accounts have one key, " + key + ": the exchange sees one account, with one limit of"
                            + " requests. Give each its key-env, or put all scopes into one account"));
        }
    }

    private static void overlaps(List<Target> targets, List<Finding> found) {
        for (Target wide : targets) {
            for (Target narrow : targets) {
                if (contains(wide.scope(), narrow.scope())) {
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
                        && underlying(wide).equals(underlying(narrow)));
    }

    /** Empty for all orders. */
    private static String underlying(Scope scope) {
        if (scope instanceof Scope.ByContract one) {
            return one.underlying();
        }
        return scope instanceof Scope.ByUnderlying one ? one.underlying() : "";
    }
}
