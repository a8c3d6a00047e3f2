package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Scope;

/**
 * One countdown to keep.
 *
 * @param account whose orders; empty for the one of the environment
 */
record Target(String account, Scope scope, RenewalPolicy policy, CloseMode onExit) {

    /** What tells it from the others: an account has one countdown a scope. */
    String name() {
        return account.isEmpty() ? scope.toString() : account + " " + scope;
    }
}
