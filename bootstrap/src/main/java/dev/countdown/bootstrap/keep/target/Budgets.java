package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The requests that the exchange allows each of its accounts in each market. One key is one account, whatever its names and
 * base URLs: two spellings of a host may be one exchange.
 */
public final class Budgets {

    public static final RequestBudget EACH = RequestBudget.GATE_OPTIONS;

    private Budgets() {}

    /**
     * Checks that what is kept together fits.
     *
     * @throws UsageException naming the account, what it needs and the limit
     */
    public static void check(Collection<Target> kept) {
        check(kept, 1);
    }

    /**
     * Checks that what several nodes keep fits, each all of it.
     *
     * @param copies how many nodes keep each scope
     * @throws UsageException naming the account, what it needs and the limit
     */
    public static void check(Collection<Target> kept, int copies) {
        Map<KeyInMarket, List<Target>> byKey = kept.stream().collect(Collectors.groupingBy(Target::keyInMarket));
        byKey.forEach((key, targets) -> UsageException.checked(() -> {
            EACH.requireRoom(
                    names(key, targets) + (copies > 1 ? " with " + copies + " copies of each scope" : ""),
                    targets.stream()
                            .flatMap(target -> Collections.nCopies(copies, target.policy()).stream())
                            .toList());
            return targets;
        }));
    }

    /** What one of several nodes may send. */
    public static RequestBudget share(int copies) {
        return EACH.dividedBy(copies);
    }

    private static String names(KeyInMarket key, List<Target> targets) {
        String names = targets.stream()
                .map(target -> target.account().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String where = key.market() == Market.OPTIONS ? "" : " in " + key.market();
        return (names.isEmpty() ? key.key() : names) + where;
    }
}
