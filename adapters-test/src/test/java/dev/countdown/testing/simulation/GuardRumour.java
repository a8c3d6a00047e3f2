package dev.countdown.testing.simulation;

import java.util.HashSet;
import java.util.Set;

/**
 * The truth of what bots and nodes may know of processes of nodes that they have not heard: a bot that heard two timeouts tells the
 * nodes, and they tell every bot, for less than the time in which a request of before may be applied.
 */
final class GuardRumour {

    /** At least 130 s and twice the shortest timeout are told. */
    private static final long LASTS = 138 * Weather.SECOND;

    /** What a bot was told may be told for less long, because it must not grow on its way. */
    private static final long AGES = 3 * Weather.SECOND;

    private final Set<GuardNode> nodes = new HashSet<>();
    private long until;

    void begin(Set<GuardNode> known, long now) {
        nodes.addAll(known);
        until = Math.max(until, now + LASTS);
    }

    /** What is told no more is not told on. */
    void hear(GuardRumour other, long now) {
        if (now < other.until) {
            nodes.addAll(other.nodes);
            until = Math.max(until, other.until);
        }
    }

    GuardRumour aged() {
        GuardRumour older = copy();
        older.until -= AGES;
        return older;
    }

    GuardRumour copy() {
        GuardRumour copy = new GuardRumour();
        copy.nodes.addAll(nodes);
        copy.until = until;
        return copy;
    }

    Set<GuardNode> nodes() {
        return nodes;
    }
}
