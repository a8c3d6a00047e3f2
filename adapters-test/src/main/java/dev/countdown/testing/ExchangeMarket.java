package dev.countdown.testing;

import dev.countdown.domain.Scope;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A market of the exchange. Each has orders and countdowns of its own: what happens in one touches no other. {@link
 * InMemoryExchange#market(ExchangeMarket)} gives access to one.
 */
public enum ExchangeMarket {

    /** Options. Orders are for a contract, such as {@code BTC_USDT-20241001-46000-C}. */
    OPTIONS,

    /** Perpetual futures settled in USDT. Orders are for a contract, such as {@code BTC_USDT}. */
    FUTURES_USDT,

    /** Perpetual futures settled in BTC. Orders are for a contract, such as {@code BTC_USD}. */
    FUTURES_BTC,

    /** Spot. Orders are for a currency pair, such as {@code BTC_USDT}. */
    SPOT;

    /**
     * Reads what {@code toString()} wrote.
     *
     * @param name such as {@code futures-usdt}
     * @return the market
     * @throws IllegalArgumentException if there is no such market
     */
    public static ExchangeMarket parse(String name) {
        return Arrays.stream(values())
                .filter(market -> market.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("market must be "
                        + Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", ")) + ": "
                        + name));
    }

    /**
     * Whether its orders can be guarded by such a scope: all in each market, an underlying in options alone, a contract in
     * options and futures, a pair in spot alone. A contract of futures has no underlying but what its name begins with.
     *
     * @param scope of a countdown
     * @return false if the exchange refuses it
     */
    public boolean has(Scope scope) {
        return scope instanceof Scope.All
                || (scope instanceof Scope.ByUnderlying && this == OPTIONS)
                || (scope instanceof Scope.ByContract one && this != SPOT && (this == OPTIONS || isPlain(one)))
                || (scope instanceof Scope.ByPair && this == SPOT);
    }

    private static boolean isPlain(Scope.ByContract one) {
        return one.underlying().equals(ExchangeOrder.underlyingOf(one.contract()));
    }

    /** Why it has no such scope, for people. */
    Optional<String> refusal(Scope scope) {
        String rule = switch (this) {
            case OPTIONS -> "all, underlying:NAME or contract:NAME";
            case FUTURES_USDT, FUTURES_BTC -> "all or contract:NAME";
            case SPOT -> "all or pair:NAME";
        };
        return has(scope)
                ? Optional.empty()
                : Optional.of("a scope of market " + this + " must be " + rule + ": " + scope);
    }

    /**
     * The widest scope of one name that this market has.
     *
     * @param name such as {@code BTC_USDT}
     * @return an underlying in options, a contract in futures, a pair in spot
     * @throws IllegalArgumentException if the name is none
     */
    public Scope scopeOf(String name) {
        return switch (this) {
            case OPTIONS -> Scope.underlying(name);
            case FUTURES_USDT, FUTURES_BTC -> Scope.contract(name);
            case SPOT -> Scope.pair(name);
        };
    }

    /** {@code options}, {@code futures-usdt}, {@code futures-btc} or {@code spot}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
