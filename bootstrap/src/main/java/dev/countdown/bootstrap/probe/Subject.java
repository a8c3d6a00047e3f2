package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.http.Market;

/**
 * What is asked about.
 *
 * @param name a contract of this market; of spot, a currency pair
 */
record Subject(Market market, String name) {

    /** What is asked about in a market unless something else is named; of options, the underlying. */
    static String usualName(Market market) {
        return market == Market.FUTURES_BTC ? "BTC_USD" : "BTC_USDT";
    }

    String path() {
        return market.countdownPath();
    }

    /** The whole account in this market. */
    Json account(Json body) {
        return body;
    }

    /** The scope next below the account: an underlying of options, a contract of futures, a pair of spot. */
    Json narrow(Json body) {
        return switch (market) {
            case OPTIONS -> body.put("underlying", underlying());
            case FUTURES_USDT, FUTURES_BTC -> body.put("contract", name);
            case SPOT -> body.put("currency_pair", name);
        };
    }

    /** A contract of options, with the underlying beside it as Gate's example has it. */
    Json contract(Json body) {
        return body.put("contract", name).put("underlying", underlying());
    }

    String underlying() {
        return name.split("-", 2)[0];
    }

    /** A field that this market does not have. */
    String foreignField() {
        return market == Market.SPOT ? "contract" : "currency_pair";
    }

    /** The field of the smallest scope. */
    String nameField() {
        return market == Market.SPOT ? "currency_pair" : "contract";
    }
}
