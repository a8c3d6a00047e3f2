package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The open orders of the account in one market: a countdown may cancel them. */
final class OpenOrders {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"?(\\d+)\"?");
    private static final int PAGE = 100;

    private OpenOrders() {}

    /**
     * Refuses an account with open orders that are not named.
     *
     * @param known the ids that the user has named
     * @throws UsageException if there are others, or more than one page of them, or the exchange does not list them
     */
    static void check(Conversation with, Market market, Set<String> known) {
        Set<String> open = new TreeSet<>();
        for (String list : lists(market)) {
            Reply reply = with.tried(() -> with.ask(Call.get(list)))
                    .filter(each -> each.isDone() || each.label().equals("NOT_FOUND"))
                    .orElseThrow(() -> new UsageException("the exchange does not list the open orders: " + list));
            Set<String> ids = new TreeSet<>();
            ID.matcher(reply.body()).results().forEach(found -> ids.add(found.group(1)));
            if (ids.size() >= PAGE) {
                throw new UsageException("too many open orders in " + market + " to name them: " + ids.size());
            }
            open.addAll(ids);
        }
        open.removeAll(known);
        if (!open.isEmpty()) {
            throw new UsageException("the account has open orders in " + market + ", which a countdown may cancel: "
                    + String.join(",", open) + "; use another account, or name each with --i-know");
        }
    }

    private static List<String> lists(Market market) {
        return switch (market) {
            case OPTIONS -> List.of("/options/orders?status=open&limit=100");
            case FUTURES_USDT ->
                List.of(
                        "/futures/usdt/orders?status=open&limit=100",
                        "/futures/usdt/price_orders?status=open&limit=100");
            case FUTURES_BTC ->
                List.of("/futures/btc/orders?status=open&limit=100", "/futures/btc/price_orders?status=open&limit=100");
            case SPOT -> List.of("/spot/open_orders?limit=100", "/spot/price_orders?status=open&limit=100");
        };
    }
}
