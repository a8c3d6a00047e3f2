package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Scope;
import java.util.Collection;

/** One countdown to keep, and how. */
record Target(Account account, Scope scope, RenewalPolicy policy, CloseMode onExit) {

    /** What tells it from the others: an account has one countdown a scope. */
    String name() {
        return account.name().isEmpty() ? scope.toString() : account.name() + " " + scope;
    }

    /** Whether one of them is of the same account and scope, however it is kept. */
    boolean isAmong(Collection<Target> others) {
        return others.stream().anyMatch(this::isSameCountdown);
    }

    boolean isSameCountdown(Target other) {
        return account.equals(other.account) && scope.equals(other.scope);
    }

    /** How it is closed when the strategy died: never by a cancel. */
    CloseMode onDeath() {
        return policy.onDead() == OnDead.HASTEN ? CloseMode.HASTEN : CloseMode.LEAVE;
    }
}
