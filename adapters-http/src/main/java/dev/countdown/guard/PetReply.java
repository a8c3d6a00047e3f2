package dev.countdown.guard;

import dev.countdown.application.guard.ScopeReply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node replies to a pet that it heard, with status 200. Immutable.
 *
 * @param node its name, for people
 * @param echo what the next pet must show this node
 * @param scopes what it says of each scope that it was asked for and keeps; at most 1,000
 */
public record PetReply(String node, long echo, Map<String, ScopeReply> scopes) {

    /**
     * Checks the parts.
     *
     * @param node 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit
     * @param echo 0 to 2^53 - 1
     * @param scopes each guards for at most its timeout, which is at least 5 s; numbers as {@code echo}; the silent are bots; a
     *     digest is 1 to 64 letters, digits or '-'
     * @throws IllegalArgumentException naming the value and the rule
     */
    public PetReply {
        Bounds.name("node", node);
        Bounds.number("echo", echo);
        Bounds.count("scopes", scopes.size(), 0);
        scopes.forEach((name, said) -> {
            Bounds.scope(name);
            Bounds.reply(said);
        });
        scopes = Collections.unmodifiableMap(new LinkedHashMap<>(scopes));
    }
}
