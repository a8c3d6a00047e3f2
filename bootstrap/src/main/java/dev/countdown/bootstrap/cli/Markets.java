package dev.countdown.bootstrap.cli;

import dev.countdown.domain.Scope;
import dev.countdown.http.Market;

/** Markets beside scopes, as people write and read them. */
public final class Markets {

    /** The description of the option in the commands that send countdowns. */
    public static final String OPTION = "options, futures-usdt, futures-btc or spot. Default: options.";

    private Markets() {}

    /**
     * Reads {@code futures-usdt}.
     *
     * @throws IllegalArgumentException naming the markets and the text
     */
    public static Market read(String text) {
        try {
            return Words.read(Market.class, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("market " + e.getMessage(), e);
        }
    }

    /**
     * The same scope, if the market has such ones.
     *
     * @throws UsageException naming the rule and the scope
     */
    public static Scope checked(Market market, Scope scope) {
        market.refusal(scope).ifPresent(why -> {
            throw new UsageException(why);
        });
        return scope;
    }

    /** Market and scope as one name; the usual market goes without saying, as in {@code all} and {@code spot all}. */
    public static String name(Market market, Scope scope) {
        return prefix(market) + scope;
    }

    /** Of a name in this market: empty for the usual one. */
    public static String prefix(Market market) {
        return market == Market.OPTIONS ? "" : market + " ";
    }
}
