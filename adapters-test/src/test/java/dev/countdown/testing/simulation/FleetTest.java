package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * More nodes than copies. The table is small unless {@code -Dguard.fleet=NODES,ACCOUNTS,SCOPES,PET_MS,MAX_AGE_MS,PERCENT} says how large:
 * scopes of each account, how often its two bots pet, and how much of the usual
 * time; the whole of it is 20,2000,50,4000,12000,50. {@code
 * -Dguard.fleet.seeds=N} plays N runs of lists that change.
 */
@Tag("slow")
@Tag("simulation")
class FleetTest {

    private static final List<PlantedBug> BUGS = List.of(
            PlantedBug.of(
                    "a node drops a scope that its list gives to others",
                    "application/ScopeDemand",
                    "return last != null && ",
                    "return last != null && false && "),
            PlantedBug.of(
                    "a bot leaves the nodes of before at once",
                    "application/PettedNodes",
                    "before.addAll(keepers);",
                    ""),
            PlantedBug.of(
                    "a bot leaves them when the first of the new list answers",
                    "application/PettedNodes",
                    "reply.guardedForMs() > 0 && reply.silent().isEmpty()",
                    "true"));

    @Test
    void listsThatChangeInAnyOrderFireNothing() {
        long seeds = Long.getLong("guard.fleet.seeds", 5);
        assertThat(new FleetHunt().apply(seeds)).isEmpty();
        FleetWorld last = FleetHunt.world(seeds);
        assertThat(last.openGates).isGreaterThan(last.gates * 8 / 10);
    }

    @Test
    @Tag("thorough")
    @SuppressWarnings("unchecked")
    void aRuleThatIsLeftOutIsNoticed() throws ReflectiveOperationException {
        for (PlantedBug bug : BUGS) {
            Object hunt = new PatchedLoader(bug)
                    .loadClass(FleetHunt.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            String found = ((LongFunction<String>) hunt).apply(300);
            System.out.printf("%-60s %s%n", found, bug.name());
            assertThat(found).as(bug.name()).isNotEmpty();
        }
    }

    @Test
    void everyRuleFitsTheSources() {
        assertThat(BUGS).allSatisfy(bug -> assertThat(PatchedLoader.plant(bug)).isNotEmpty());
    }

    /** Two nodes are lost at once, and later one is added: nodes first, then bots. */
    @Test
    void lossAndGrowthOfAFleet() {
        int[] given = List.of(
                        System.getProperty("guard.fleet", "7,6,6,500,2500,100").split(","))
                .stream()
                .mapToInt(Integer::parseInt)
                .toArray();
        int count = given[0];
        FleetWorld world = new FleetWorld(
                1,
                new FleetWorld.Size(given[1], given[2], 2, 3, Duration.ofMillis(given[3]), Duration.ofMillis(given[4])),
                0.001);
        List<String> list = names(count);
        List<String> longer = names(count + 1);
        System.out.printf(
                "%,d nodes, %,d accounts, %,d scopes, pets each %d ms%n",
                count, given[1], given[1] * given[2], given[3]);
        list.forEach(name -> world.start(name, list));
        world.accounts.forEach(account -> account.bots.forEach(bot -> {
            bot.change(list);
            bot.start();
        }));
        measure(world, "start", 30 * given[5] / 100);
        measure(world, "steady", 30 * given[5] / 100);
        list.subList(0, 2).forEach(name -> world.nodes.get(name).killed = true);
        long before = world.lapses;
        measure(world, "two nodes lost", 40 * given[5] / 100);
        world.start(longer.get(count), longer);
        list.forEach(name -> world.at(world.random.nextLong(5 * Weather.SECOND), () -> {
            if (!world.nodes.get(name).killed) {
                world.nodes.get(name).change(longer);
            }
        }));
        world.accounts.forEach(account -> account.bots.forEach(bot ->
                world.at(5 * Weather.SECOND + world.random.nextLong(10 * Weather.SECOND), () -> bot.change(longer))));
        measure(world, "a node added", 40 * given[5] / 100);
        measure(world, "afterwards", 80 * given[5] / 100);
        assertThat(world.violation).isNull();
        assertThat(world.fires).isZero();
        assertThat(world.lapses).isEqualTo(before);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "https://guard-" + i + ".guard.trading.svc.cluster.local:9465")
                .toList();
    }

    private static void measure(FleetWorld world, String what, int seconds) {
        long requests = world.requests;
        long gates = world.gates;
        long open = world.openGates;
        world.accounts.forEach(account -> account.mostInWindow = 0);
        world.nodes.values().forEach(node -> node.sent = 0);
        world.run(world.now + seconds * Weather.SECOND);
        List<FleetWorld.Node> alive = new ArrayList<>(
                world.nodes.values().stream().filter(node -> !node.killed).toList());
        System.out.printf(
                Locale.ROOT,
                "%-15s %3d s: fires %d, false gates %d, gates open %.2f %%; requests/s %,.0f, of a node %,.1f to %,.1f,"
                        + " scopes of a node %,d to %,d, of an account in 10 s at most %d; keepers beyond three of each scope %,d%n",
                what,
                seconds,
                world.fires,
                world.falseGates,
                100.0 * (world.openGates - open) / Math.max(1, world.gates - gates),
                (world.requests - requests) / (double) seconds,
                alive.stream()
                        .mapToDouble(node -> node.sent / (double) seconds)
                        .min()
                        .orElse(0),
                alive.stream()
                        .mapToDouble(node -> node.sent / (double) seconds)
                        .max()
                        .orElse(0),
                alive.stream().mapToLong(FleetWorld.Node::kept).min().orElse(0),
                alive.stream().mapToLong(FleetWorld.Node::kept).max().orElse(0),
                world.accounts.stream()
                        .mapToInt(account -> account.mostInWindow)
                        .max()
                        .orElse(0),
                alive.stream().mapToLong(FleetWorld.Node::kept).sum()
                        - 3L * world.size.accounts() * world.size.scopes());
    }
}
