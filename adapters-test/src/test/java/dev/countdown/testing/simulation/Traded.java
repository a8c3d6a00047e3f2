package dev.countdown.testing.simulation;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.testing.ExchangeMarket;
import java.util.SplittableRandom;

/**
 * Which market a world is of, and which of its orders the keeper guards. Drawn apart from all else, so that it changes no other
 * draw. The hash of its scope is part of a keeper's jitter, though: it is the same for an underlying and a pair of one name,
 * and another for a scope of futures.
 *
 * @param market of the exchange
 * @param scope that the market has
 */
record Traded(ExchangeMarket market, Scope scope) {

    /** With this stream no seed of {@code planted-bugs.txt} was of futures as it was chosen: those runs stayed as they were. */
    private static final long STREAM = 2173L << 32;

    static Traded by(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ STREAM);
        ExchangeMarket market = switch (random.nextInt(8)) {
            case 0 -> ExchangeMarket.FUTURES_USDT;
            case 1 -> ExchangeMarket.FUTURES_BTC;
            case 2, 3, 4 -> ExchangeMarket.OPTIONS;
            default -> ExchangeMarket.SPOT;
        };
        boolean futures = market == ExchangeMarket.FUTURES_USDT || market == ExchangeMarket.FUTURES_BTC;
        return new Traded(market, futures && random.nextBoolean() ? Scope.all() : market.scopeOf("BTC_USDT"));
    }

    /** A countdown of other orders. */
    Countdown another(Countdown countdown) {
        return new Countdown(market.scopeOf("ETH_USDT"), countdown.timeout());
    }

    @Override
    public String toString() {
        return market + " " + scope;
    }
}
