package dev.countdown.application;

import dev.countdown.domain.Scope;
import java.util.Objects;

/**
 * Whose countdown a record is about: an exchange holds one for each account and scope. Immutable.
 *
 * @param exchange such as the host of its base URL; 1 to 200 printable ASCII characters without spaces
 * @param account which account there, by a name that never means another one, and never a secret; as {@code exchange}
 * @param scope which of its orders
 */
public record ContinuityKey(String exchange, String account, Scope scope) {

    private static final String NAME = "[!-~]{1,200}";

    /**
     * Checks the names.
     *
     * @param exchange such as the host of its base URL; 1 to 200 printable ASCII characters without spaces
     * @param account which account there, by a name that never means another one, and never a secret; as {@code exchange}
     * @param scope which of its orders
     * @throws IllegalArgumentException if a name is refused
     */
    public ContinuityKey {
        check("exchange", exchange);
        check("account", account);
        Objects.requireNonNull(scope, "scope");
    }

    private static void check(String what, String name) {
        if (!Objects.requireNonNull(name, what).matches(NAME)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 200 printable ASCII characters without spaces: " + name);
        }
    }

    @Override
    public String toString() {
        return exchange + " " + account + " " + scope;
    }
}
