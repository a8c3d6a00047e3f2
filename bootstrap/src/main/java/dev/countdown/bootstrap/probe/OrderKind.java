package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.http.Market;
import java.util.List;

/** Orders that stand at once, or orders that wait for a price: how they are placed, read and cancelled in each market. */
enum OrderKind {
    PLAIN,
    PRICE;

    /** After so many seconds the exchange cancels a price order itself, whatever becomes of us. */
    private static final int EXPIRATION = 600;

    private static final int AT_OR_ABOVE = 1;
    private static final int AT_OR_BELOW = 2;

    static List<OrderKind> of(Market market) {
        return market == Market.OPTIONS ? List.of(PLAIN) : List.of(PLAIN, PRICE);
    }

    /** At most 100 open ones; spot groups them by pair. */
    Call list(Market market) {
        String list = this == PLAIN && market == Market.SPOT ? "/spot/open_orders?" : path(market) + "?status=open&";
        return Call.get(list + "limit=100");
    }

    Call read(Subject about, String id) {
        return Call.get(one(about.market(), about.name(), id));
    }

    Call cancel(Market market, SeenOrder order) {
        return Call.delete(one(market, order.name(), order.id()));
    }

    private String one(Market market, String name, String id) {
        return path(market) + "/" + id + (this == PLAIN && market == Market.SPOT ? "?currency_pair=" + name : "");
    }

    private String path(Market market) {
        String root = "/" + market.toString().replace('-', '/');
        return root + (this == PLAIN ? "/orders" : "/price_orders");
    }

    Call place(Subject about, OrderTerms terms, String text) {
        Json body = about.market() == Market.SPOT
                ? (this == PLAIN ? spot(about, terms, text) : spotPrice(about, terms, text))
                : (this == PLAIN ? contracts(about, terms, "poc", text) : contractsPrice(about, terms, text));
        return Call.post(path(about.market()), body.toString());
    }

    /** Post only: an order that would take is refused, however wrong the price is. */
    private static Json spot(Subject about, OrderTerms terms, String text) {
        return new Json()
                .put("text", text)
                .put("currency_pair", about.name())
                .put("type", "limit")
                .put("account", "spot")
                .put("side", terms.side())
                .put("amount", terms.size())
                .put("price", terms.price())
                .put("time_in_force", "poc");
    }

    private static Json contracts(Subject about, OrderTerms terms, String tif, String text) {
        return new Json()
                .put("contract", about.name())
                .put("size", terms.signed())
                .put("price", terms.price())
                .put("tif", tif)
                .put("text", text);
    }

    private static Json contractsPrice(Subject about, OrderTerms terms, String text) {
        return new Json()
                .put("initial", contracts(about, terms, "gtc", text))
                .put(
                        "trigger",
                        new Json()
                                .put("strategy_type", 0)
                                .put("price_type", 0)
                                .put("price", terms.price())
                                .put("rule", terms.buys() ? AT_OR_BELOW : AT_OR_ABOVE)
                                .put("expiration", EXPIRATION));
    }

    private static Json spotPrice(Subject about, OrderTerms terms, String text) {
        return new Json()
                .put(
                        "trigger",
                        new Json()
                                .put("price", terms.price())
                                .put("rule", terms.buys() ? "<=" : ">=")
                                .put("expiration", EXPIRATION))
                .put(
                        "put",
                        new Json()
                                .put("type", "limit")
                                .put("side", terms.side())
                                .put("price", terms.price())
                                .put("amount", terms.size())
                                .put("account", "normal")
                                .put("time_in_force", "gtc")
                                .put("text", text))
                .put("market", about.name());
    }

    /** As people read it. */
    @Override
    public String toString() {
        return this == PLAIN ? "order" : "price order";
    }
}
