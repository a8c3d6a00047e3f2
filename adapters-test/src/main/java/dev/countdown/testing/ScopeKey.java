package dev.countdown.testing;

import dev.countdown.domain.Scope;

/**
 * Which timer of a market a scope stands for.
 *
 * @param owner whose
 * @param scope as text; the underlying beside a contract does not count
 */
record ScopeKey(String owner, String scope) {

    static final String DISAGREEMENT = "contract is not of this underlying";

    static ScopeKey of(String owner, Scope guarded, ExchangeAssumptions assumptions) {
        Scope timed = assumptions.has(Deviation.ONE_TIMER_PER_ACCOUNT) ? Scope.all() : guarded;
        return new ScopeKey(
                owner, timed instanceof Scope.ByContract one ? "contract:" + one.contract() : timed.toString());
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
