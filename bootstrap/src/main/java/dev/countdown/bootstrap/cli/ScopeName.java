package dev.countdown.bootstrap.cli;

import dev.countdown.domain.Scope;
import dev.countdown.http.Market;

/**
 * A scope beside its account, as nodes and their bots name it: {@code main/underlying:BTC_USDT}, or {@code
 * main/spot/pair:BTC_USDT} of another market than options.
 *
 * @param account empty where there is none
 */
public record ScopeName(String account, Market market, Scope scope) {

    /**
     * Reads it; what stands without a slash has no account.
     *
     * @throws UsageException naming the rule, or the market
     * @throws IllegalArgumentException naming the rule of a scope, or of a market
     */
    public static ScopeName parse(String text) {
        String[] parts = text.split("/", 3);
        Market market = parts.length == 3 ? Markets.read(parts[1]) : Market.OPTIONS;
        Scope scope = Markets.checked(market, Scope.parse(parts[parts.length - 1]));
        return new ScopeName(parts.length == 1 ? "" : parts[0], market, scope);
    }

    /** What somebody types who has reconciled its orders after this lapse of a {@code keep}. */
    public String reconciled(long lapse) {
        String word = toString();
        return "countdown reconciled " + (word.contains(" ") ? "'" + word + "'" : word) + " --lapse " + lapse;
    }

    /** The same of a {@code pet}: a host may have several, each with lapses of its own. */
    public String reconciled(long lapse, String bot) {
        return reconciled(lapse) + " --bot " + bot;
    }

    /** Without an account the scope alone. */
    @Override
    public String toString() {
        return (account.isEmpty() ? "" : account + "/" + (market == Market.OPTIONS ? "" : market + "/")) + scope;
    }
}
