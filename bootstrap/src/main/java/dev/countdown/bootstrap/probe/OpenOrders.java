package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.util.Set;
import java.util.TreeSet;

/** The open orders of the account in one market: a countdown may cancel them. */
final class OpenOrders {

    private OpenOrders() {}

    /**
     * Cancels what a killed probe has left, and refuses an account with other open orders that are not named.
     *
     * @param known the ids that the user has named
     * @throws UsageException if there are others, or more than one page of them, or the exchange does not list them
     */
    static void check(Conversation with, OwnOrders own, Market market, Set<String> known) {
        Set<String> open = new TreeSet<>();
        boolean listed = with.tried(() -> {
                    open.clear();
                    own.clearOnce(with);
                    OrderKind.of(market).forEach(kind -> own.listed(with, kind).forEach(order -> open.add(order.id())));
                    return true;
                })
                .isPresent();
        if (!listed) {
            throw new UsageException("the exchange does not list the open orders in " + market + ", or there are "
                    + OwnOrders.PAGE + " or more of them");
        }
        open.removeAll(known);
        if (!open.isEmpty()) {
            throw new UsageException("the account has open orders in " + market + ", which a countdown may cancel: "
                    + String.join(",", open) + "; use another account, or name each with --i-know");
        }
    }
}
