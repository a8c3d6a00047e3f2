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
import java.util.stream.Collectors;

/**
 * What a changed configuration asks for; what stayed is left alone.
 *
 * @param closed what is gone, and what is started again because it changed, which is left to its successor
 * @param started what is new
 * @param held what changed, but goes on as it is: its switch fired or may have, which a successor would not know
 * @param unchanged how many go on, because nothing about them changed
 */
public record ConfigChange(Map<Target, CloseMode> closed, List<Target> started, List<Target> held, int unchanged) {

    private static final int MOST_NAMES = 5;

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
        return new ConfigChange(closed, started, held, running.size() - closed.size() - held.size());
    }

    /** Such as {@code added underlying:C; closed underlying:B; 1 unchanged}. */
    public String text() {
        List<Target> changed = started.stream()
                .filter(target -> closed.keySet().stream().anyMatch(each -> each.isContinuedBy(target)))
                .toList();
        List<Target> added =
                started.stream().filter(target -> !changed.contains(target)).toList();
        List<Target> gone = closed.keySet().stream()
                .filter(target -> !target.isContinuedBy(started))
                .toList();
        return names("added", added) + names("closed", gone) + names("changed", changed) + names("not changed", held)
                + unchanged + " unchanged";
    }

    private static String names(String what, List<Target> targets) {
        String names = targets.stream().limit(MOST_NAMES).map(Target::name).collect(Collectors.joining(", "));
        int more = targets.size() - MOST_NAMES;
        return targets.isEmpty() ? "" : what + " " + names + (more > 0 ? " and " + more + " more; " : "; ");
    }
}
