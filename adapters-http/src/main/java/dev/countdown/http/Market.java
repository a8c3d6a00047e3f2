package dev.countdown.http;

import com.google.common.collect.ImmutableMap;
import dev.countdown.domain.Scope;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A market of the exchange. Each has orders, countdowns, a request limit and a permission of its own; signature, error labels
 * and the shape of replies are the same. All that differs between them stands here.
 */
public enum Market {

    /** Options, the default. */
    OPTIONS("/options", "/orders?status=open&limit=1", "options", "all, underlying:NAME or contract:NAME"),

    /** Perpetual futures that are settled in USDT. */
    FUTURES_USDT("/futures/usdt", "/orders?status=open&limit=1", "futures", "all or contract:NAME"),

    /** Perpetual futures that are settled in BTC. */
    FUTURES_BTC("/futures/btc", "/orders?status=open&limit=1", "futures", "all or contract:NAME"),

    /** Spot. Its list of orders is of one pair, and this one always exists. */
    SPOT("/spot", "/orders?currency_pair=BTC_USDT&status=open&limit=1", "spot", "all or pair:NAME");

    private final String path;
    private final String openOrders;
    private final String permission;
    private final String scopes;

    Market(String path, String openOrders, String permission, String scopes) {
        this.path = path;
        this.openOrders = path + openOrders;
        this.permission = permission;
        this.scopes = scopes;
    }

    /**
     * Says why this market has no countdown for a scope. All orders are a scope in each market, an underlying in options alone, a
     * contract in options and futures, a currency pair in spot alone. Only options have contracts that name an underlying of
     * their own.
     *
     * @param scope which orders
     * @return the rule and the scope; empty if the market has such countdowns
     */
    public Optional<String> refusal(Scope scope) {
        return fields(scope).isPresent()
                ? Optional.empty()
                : Optional.of("a scope of market " + this + " must be " + scopes + ": " + scope);
    }

    /**
     * Which permission of a key is needed to read and write here.
     *
     * @return {@code options}, {@code futures} or {@code spot}
     */
    public String permission() {
        return permission;
    }

    /**
     * The smallest question that needs the permission to read here, for {@link GateProbe#getSigned}.
     *
     * @return such as {@code /options/orders?status=open&limit=1}; its answer is an array
     */
    public String openOrders() {
        return openOrders;
    }

    /**
     * The question whether the exchange lists the name in a scope, for {@link GateProbe#get}.
     *
     * @param scope which this market has
     * @return such as {@code /spot/currency_pairs/BTC_USDT}, whose answer is one object; for an underlying the list of all, because
     *     no question for one is known; empty for all orders
     */
    public Optional<String> listing(Scope scope) {
        if (Objects.requireNonNull(scope, "scope") instanceof Scope.ByContract one) {
            return Optional.of(path + "/contracts/" + one.contract());
        }
        if (scope instanceof Scope.ByPair one) {
            return Optional.of(path + "/currency_pairs/" + one.pair());
        }
        return scope instanceof Scope.ByUnderlying ? Optional.of(path + "/underlyings") : Optional.empty();
    }

    /**
     * As the command line, metrics and records write it.
     *
     * @return {@code options}, {@code futures-usdt}, {@code futures-btc} or {@code spot}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Where countdowns are posted.
     *
     * @return below the base URL, such as {@code /options/countdown_cancel_all}
     */
    public String countdownPath() {
        return path + "/countdown_cancel_all";
    }

    /** What a body holds beside the timeout, in this order; empty if this market has no such scope. */
    Optional<ImmutableMap<String, String>> fields(Scope scope) {
        if (Objects.requireNonNull(scope, "scope") instanceof Scope.All) {
            return Optional.of(ImmutableMap.of());
        }
        if (scope instanceof Scope.ByContract one && this == OPTIONS) {
            return Optional.of(ImmutableMap.of("contract", one.contract(), "underlying", one.underlying()));
        }
        if (scope instanceof Scope.ByContract one
                && this != SPOT
                && one.underlying().equals(one.contract().split("-", 2)[0])) {
            return Optional.of(ImmutableMap.of("contract", one.contract()));
        }
        if (scope instanceof Scope.ByUnderlying one && this == OPTIONS) {
            return Optional.of(ImmutableMap.of("underlying", one.underlying()));
        }
        return scope instanceof Scope.ByPair one && this == SPOT
                ? Optional.of(ImmutableMap.of("currency_pair", one.pair()))
                : Optional.empty();
    }
}
