package dev.countdown.application.keeper;

import dev.countdown.application.KeeperState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was known of a whole fleet when it was asked for: all that a health check needs. Immutable.
 *
 * @param keepers how many keepers are in each state; states that none is in are left out
 * @param protectedFor the shortest protection of any keeper; zero if one has none, or there is no keeper
 * @param notArmed account, scope and state of each keeper that is not armed, for people; in alphabetical order
 */
public record FleetProtection(Map<KeeperState, Integer> keepers, Duration protectedFor, List<String> notArmed) {

    /**
     * Keeps copies.
     *
     * @param keepers how many keepers are in each state; states that none is in are left out
     * @param protectedFor the shortest protection of any keeper; zero if one has none, or there is no keeper
     * @param notArmed account, scope and state of each keeper that is not armed, for people; in alphabetical order
     */
    public FleetProtection {
        keepers = Map.copyOf(keepers);
        notArmed = List.copyOf(notArmed);
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
