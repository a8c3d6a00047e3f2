package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.testing.simulation.GuardWeather.Climate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nodes of which one after the other is down for a deployment, all the time: an hour for each seed, with a timeout of its own. Two
 * hours, or {@code -Dguard.deployed=N}.
 */
@Tag("slow")
@Tag("simulation")
class GuardDeploymentsTest {

    private static final int HOURS = Integer.getInteger("guard.deployed", 2);

    private record Seen(long deployments, long fires, long gapsLongerThanAPet, long longestGap) {}

    @ParameterizedTest
    @EnumSource(names = {"CLEAR", "RAIN"})
    void ofThreeNodesNobodyNoticesIt(Climate climate) {
        Seen seen = play(GuardSimulation.NODES, climate);
        assertThat(seen.deployments()).isGreaterThan(100L * HOURS);
        assertThat(seen.fires()).isZero();
        assertThat(seen.gapsLongerThanAPet()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEAR", "RAIN"})
    void ofOneNodeAloneEveryBotNoticesIt(Climate climate) {
        Seen seen = play(1, climate);
        assertThat(seen.fires()).isPositive();
        assertThat(seen.gapsLongerThanAPet()).isPositive();
    }

    private static Seen play(int nodes, Climate climate) {
        Seen all = new Seen(0, 0, 0, 0);
        for (long seed = 1; seed <= HOURS; seed++) {
            GuardWorld world = GuardWorld.deployed(seed, nodes, climate, null);
            assertThat(world.run()).describedAs("violation of seed %d", seed).isNull();
            GuardGaps gaps = world.judge.gaps;
            assertThat(gaps.end(world.now)).describedAs("gates opened").isTrue();
            all = new Seen(
                    all.deployments() + world.deployments.count,
                    all.fires() + world.tally.fires,
                    all.gapsLongerThanAPet() + gaps.longerThanAPet,
                    Math.max(all.longestGap(), gaps.longest));
        }
        System.out.printf(
                "%d nodes, %s, %d hours: %,d deployments, %,d fires, %,d gaps longer than a pet, the longest %.1f s%n",
                nodes,
                climate,
                HOURS,
                all.deployments(),
                all.fires(),
                all.gapsLongerThanAPet(),
                all.longestGap() / 1e9);
        return all;
    }
}
