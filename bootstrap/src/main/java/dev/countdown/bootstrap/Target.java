package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Scope;

/** One countdown to keep, and how. */
record Target(Account account, Scope scope, RenewalPolicy policy, CloseMode onExit) {

    /** What tells it from the others: an account has one countdown a scope. */
    String name() {
        return account.name().isEmpty() ? scope.toString() : account.name() + " " + scope;
    }

    /** How it is closed when the strategy died: never by a cancel. */
    CloseMode onDeath() {
        return policy.onDead() == OnDead.HASTEN ? CloseMode.HASTEN : CloseMode.LEAVE;
    }
}
