package dev.countdown.testing;

import dev.countdown.domain.Scope;

/**
 * Which timer a scope stands for: what it is a name of, and the name. The underlying beside a contract does not count, but
 * by {@link Deviation#UNDERLYING_WINS} it alone does.
 *
 * @param owner whose
 * @param kind of the name
 * @param name empty for all orders
 */
record ScopeKey(String owner, Kind kind, String name) {

    static final String DISAGREEMENT = "contract is not of this underlying";

    enum Kind {
        ALL,
        UNDERLYING,
        CONTRACT,
        PAIR
    }

    static ScopeKey of(String owner, Scope scope, ExchangeAssumptions assumptions) {
        Scope guarded = guarded(scope, assumptions);
        if (assumptions.has(Deviation.ONE_TIMER_PER_ACCOUNT) || guarded instanceof Scope.All) {
            return new ScopeKey(owner, Kind.ALL, "");
        }
        if (guarded instanceof Scope.ByPair pair) {
            return new ScopeKey(owner, Kind.PAIR, pair.pair());
        }
        return guarded instanceof Scope.ByContract contract
                ? new ScopeKey(owner, Kind.CONTRACT, contract.contract())
                : new ScopeKey(owner, Kind.UNDERLYING, ((Scope.ByUnderlying) guarded).underlying());
    }

    /** The scope whose orders are cancelled. */
    static Scope guarded(Scope scope, ExchangeAssumptions assumptions) {
        return scope instanceof Scope.ByContract contract && assumptions.has(Deviation.UNDERLYING_WINS)
                ? Scope.underlying(contract.underlying())
                : scope;
    }

    /** Whether contract and underlying contradict each other; older names, such as BTC-WEEKLY-200824-11000-P, cannot. */
    static boolean disagree(Scope scope) {
        if (!(scope instanceof Scope.ByContract both)) {
            return false;
        }
        String prefix = ExchangeOrder.underlyingOf(both.contract());
        return prefix.contains("_") && !prefix.equals(both.underlying());
    }
}
