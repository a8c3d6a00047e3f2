package dev.countdown.application.keeper;

import dev.countdown.application.KeeperState;
import java.time.Duration;
import java.util.Map;

/**
 * What was known of a whole fleet when it was asked for. Immutable.
 *
 * @param keepers how many keepers are in each state; states that none is in are left out
 * @param protectedFor the shortest protection of any keeper; zero if one has none, or there is no keeper
 */
public record FleetProtection(Map<KeeperState, Integer> keepers, Duration protectedFor) {

    /**
     * Keeps a copy.
     *
     * @param keepers how many keepers are in each state; states that none is in are left out
     * @param protectedFor the shortest protection of any keeper; zero if one has none, or there is no keeper
     */
    public FleetProtection {
        keepers = Map.copyOf(keepers);
    }

    /**
     * Whether every keeper is armed.
     *
     * @return false for an empty fleet
     */
    public boolean isArmed() {
        return keepers.size() == 1 && keepers.containsKey(KeeperState.ARMED);
    }
}
