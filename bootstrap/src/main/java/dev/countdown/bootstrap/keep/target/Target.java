package dev.countdown.bootstrap.keep.target;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.Collection;

/** One countdown to keep, and how. */
public record Target(Account account, Market market, Scope scope, RenewalPolicy policy, CloseMode onExit) {

    /** What tells it from the others: an account has one countdown a scope in each market. */
    public String name() {
        String own = Markets.name(market, scope);
        return account.name().isEmpty() ? own : account.name() + " " + own;
    }

    /** Whose countdowns and requests it belongs to. */
    public KeyInMarket keyInMarket() {
        return new KeyInMarket(account.login().key(), market);
    }

    /** Whether one of them goes on with what this one keeps, however it keeps it. */
    public boolean isContinuedBy(Collection<Target> others) {
        return others.stream().anyMatch(this::isContinuedBy);
    }

    /**
     * For the same scope in the same market, and of the same key, or of the same name at the same base URL: an account may be renamed, its
     * exchange may be spelled in another way, and its key may be exchanged.
     */
    public boolean isContinuedBy(Target other) {
        boolean sameKey = account.login().key().equals(other.account.login().key());
        boolean sameName =
                account.name().equals(other.account.name()) && account.baseUri().equals(other.account.baseUri());
        return (sameKey || sameName) && market == other.market && scope.equals(other.scope);
    }

    /** How it is closed when the strategy died: never by a disarm. */
    public CloseMode onDeath() {
        return policy.onDead() == OnDead.EXPIRE_SOON ? CloseMode.EXPIRE_SOON : CloseMode.EXPIRE;
    }
}
