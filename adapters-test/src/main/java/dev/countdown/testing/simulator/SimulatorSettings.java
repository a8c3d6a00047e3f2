package dev.countdown.testing.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How {@link ExchangeSimulator} is set up. Immutable.
 *
 * @param keys the API keys it knows, each with a name of its own
 * @param wire what its HTTP looks like where Gate does not say
 */
public record SimulatorSettings(List<ApiKey> keys, WireAssumptions wire) {

    /** One key, {@link ApiKey#DEMO}, and all as assumed. */
    public static final SimulatorSettings DEFAULTS =
            new SimulatorSettings(List.of(ApiKey.DEMO), WireAssumptions.DEFAULTS);

    /**
     * Copies the keys.
     *
     * @param keys the API keys it knows, each with a name of its own
     * @param wire what its HTTP looks like where Gate does not say
     * @throws IllegalArgumentException if two keys have one name
     */
    public SimulatorSettings {
        keys = List.copyOf(keys);
        Set<String> names = new HashSet<>();
        for (ApiKey key : keys) {
            if (!names.add(key.key())) {
                throw new IllegalArgumentException("two keys of one name: " + key.key());
            }
        }
    }

    /**
     * The same with these keys alone.
     *
     * @param known each with a name of its own
     * @return a copy
     * @throws IllegalArgumentException if two keys have one name
     */
    public SimulatorSettings withKeys(ApiKey... known) {
        return new SimulatorSettings(List.of(known), wire);
    }

    /**
     * The same with one key more.
     *
     * @param key whose name is not taken
     * @return a copy
     * @throws IllegalArgumentException if its name is taken
     */
    public SimulatorSettings plusKey(ApiKey key) {
        List<ApiKey> more = new ArrayList<>(keys);
        more.add(key);
        return new SimulatorSettings(more, wire);
    }

    /**
     * The same with other assumptions.
     *
     * @param assumptions what its HTTP looks like
     * @return a copy
     */
    public SimulatorSettings withWire(WireAssumptions assumptions) {
        return new SimulatorSettings(keys, assumptions);
    }
}
