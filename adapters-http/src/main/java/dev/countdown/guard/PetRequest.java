package dev.countdown.guard;

import dev.countdown.application.guard.Pet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A pet as it goes over HTTP. Immutable.
 *
 * @param pet what the bot says
 * @param scopes of which it wants to know, such as {@code main/underlying:BTC_USDT}; 1 to 1,000, none twice
 * @param settlingMs of these the ones in which the bot takes no proof, and for how many more milliseconds; see {@link
 *     dev.countdown.application.guard.Settling}
 */
public record PetRequest(Pet pet, List<String> scopes, Map<String, Long> settlingMs) {

    /**
     * Checks the parts.
     *
     * @param pet its bot is as {@link PetJson#checkBot} demands, session and echo are 0 to 2^53 - 1
     * @param scopes each of 1 to 200 printable ASCII characters, the first and the last no space
     * @param settlingMs of scopes that are named, each 0 to 2^53 - 1
     * @throws IllegalArgumentException naming the value and the rule
     */
    public PetRequest {
        PetJson.checkBot(pet.bot());
        Bounds.number("session", pet.session());
        pet.echo().ifPresent(echo -> Bounds.number("echo", echo));
        Bounds.count("scopes", scopes.size(), 1);
        scopes.forEach(Bounds::scope);
        if (new LinkedHashSet<>(scopes).size() < scopes.size()) {
            throw new IllegalArgumentException("scopes must be named only once: " + Bounds.shown(scopes));
        }
        settlingMs.forEach((scope, millis) -> Bounds.number("settlingMs", millis));
        if (!scopes.containsAll(settlingMs.keySet())) {
            throw Bounds.wrong("settlingMs", "of scopes that are named", settlingMs.keySet());
        }
        scopes = List.copyOf(scopes);
        settlingMs = Collections.unmodifiableMap(new LinkedHashMap<>(settlingMs));
    }
}
