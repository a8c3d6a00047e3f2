package dev.countdown.testing.simulation;

import java.util.SplittableRandom;

/** One node after the other is down and comes back, and the next one's turn comes once it takes part again. */
final class GuardDeployments {

    private final GuardWorld world;
    private final SplittableRandom random;
    private int next;
    int count;

    GuardDeployments(GuardWorld world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    void begin() {
        world.after(20 * Weather.SECOND, this::deploy);
    }

    private void deploy() {
        int node = next;
        next = (node + 1) % world.nodes.length;
        long down =
                Weather.SECOND + random.nextLong(random.nextInt(4) == 0 ? 120 * Weather.SECOND : 5 * Weather.SECOND);
        world.restart(node, down);
        count++;
        goOnAfter(world.nodes[node], down);
    }

    /** As an orchestrator does, it asks each second whether the new process is ready. */
    private void goOnAfter(GuardNode before, long wait) {
        world.after(wait + Weather.SECOND, () -> {
            GuardNode now = world.nodes[before.place];
            if (now != before && now.isReady()) {
                deploy();
            } else {
                goOnAfter(before, 0);
            }
        });
    }
}
