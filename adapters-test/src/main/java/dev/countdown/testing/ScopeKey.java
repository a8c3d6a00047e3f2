package dev.countdown.testing;

import dev.countdown.domain.Scope;

/** Which timer a scope stands for, and which orders it guards in the end. */
final class ScopeKey {

    static final String DISAGREEMENT = "contract is not of this underlying";

    private ScopeKey() {}

    /** The scope that identifies the timer: the underlying beside a contract does not count. */
    static Scope of(Scope scope, ExchangeAssumptions assumptions) {
        if (assumptions.has(Deviation.ONE_TIMER_PER_ACCOUNT)) {
            return Scope.all();
        }
        Scope guarded = guarded(scope, assumptions);
        return guarded instanceof Scope.ByContract contract
                ? new Scope.ByContract(contract.contract(), contract.contract())
                : guarded;
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
        String prefix = both.contract().split("-", 2)[0];
        return prefix.contains("_") && !prefix.equals(both.underlying());
    }
}
