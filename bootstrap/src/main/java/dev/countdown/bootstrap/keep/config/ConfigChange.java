package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
import dev.countdown.bootstrap.keep.target.Budgets;
import dev.countdown.bootstrap.keep.target.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a changed configuration asks for; what stayed is left alone.
 *
 * @param closed what is gone, and what is started again because it changed, which is left to its successor
 * @param started what is new
 * @param held what changed, but goes on as it is: its switch fired or may have, which a successor would not know
 */
public record ConfigChange(Map<Target, CloseMode> closed, List<Target> started, List<Target> held) {

    private static final Set<KeeperState> NOTHING_TO_FORGET = Set.of(KeeperState.ARMED, KeeperState.ARMING);

    /**
     * Compares what runs with what is wanted.
     *
     * @throws dev.countdown.bootstrap.cli.UsageException if what would run then exceeds an account's request budget
     */
    public static ConfigChange of(Map<Target, KeeperState> running, List<Target> wanted) {
        Map<Target, CloseMode> closed = new LinkedHashMap<>();
        List<Target> held = new ArrayList<>();
        running.forEach((target, state) -> {
            if (wanted.contains(target)) {
                return;
            }
            if (!target.isContinuedBy(wanted)) {
                closed.put(target, target.onExit());
            } else if (NOTHING_TO_FORGET.contains(state)) {
                closed.put(target, CloseMode.EXPIRE);
            } else {
                held.add(target);
            }
        });
        List<Target> started = wanted.stream()
                .filter(target -> !running.containsKey(target) && !target.isContinuedBy(held))
                .toList();
        List<Target> then = new ArrayList<>(running.keySet());
        then.removeAll(closed.keySet());
        then.addAll(started);
        Budgets.check(then);
        return new ConfigChange(closed, started, held);
    }
}
