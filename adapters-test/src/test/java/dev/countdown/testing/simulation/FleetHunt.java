package dev.countdown.testing.simulation;

import dev.countdown.application.guard.NodePets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Lists of nodes that change as they like, at any time on any node and bot, whole lists at once too, while nodes restart one after the
 * other and one of them is down for good. All bots live, so nothing may fire. Loaded again with every planted bug.
 */
public final class FleetHunt implements LongFunction<String> {

    private static final int NODES = 7;
    private static final long LENGTH = 1_200 * Weather.SECOND;
    private static final String DEAD = "https://10.0.0.99:9465";

    /** The first seed of so many that breaks an invariant, and which it breaks; empty if none does. */
    @Override
    public String apply(long seeds) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(FleetHunt::run)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    static String run(long seed) {
        FleetWorld world = world(seed);
        return world.violation == null ? "" : seed + " " + world.violation;
    }

    static FleetWorld world(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FleetWorld.Size size =
                new FleetWorld.Size(2, 2, 2, 2 + random.nextInt(2), Duration.ofMillis(500), NodePets.MAX_AGE);
        FleetWorld world = new FleetWorld(random.nextLong(), size, random.nextInt(3) * 0.01);
        List<String> all = IntStream.range(0, NODES)
                .mapToObj(i -> "https://10.0.0." + i + ":9465")
                .toList();
        List<String> first = some(all, random);
        all.forEach(name -> world.start(name, first));
        world.accounts.forEach(account -> account.bots.forEach(bot -> {
            bot.change(first);
            bot.start();
        }));
        world.at(20 * Weather.SECOND, () -> change(world, all, random));
        world.at(25 * Weather.SECOND, () -> restart(world, all, first, random));
        world.run(LENGTH);
        return world;
    }

    private static List<String> some(List<String> all, SplittableRandom random) {
        List<String> some = new ArrayList<>();
        while (some.isEmpty()) {
            all.stream().filter(each -> random.nextInt(2) == 0).forEach(some::add);
        }
        return some;
    }

    /** Nobody learns of it in order. */
    private static void change(FleetWorld world, List<String> all, SplittableRandom random) {
        List<String> next = new ArrayList<>(some(all, random));
        if (random.nextInt(3) == 0) {
            next.add(DEAD);
        }
        long spread = (1 + random.nextLong(90)) * Weather.SECOND;
        world.nodes
                .values()
                .forEach(node -> world.at(
                        random.nextLong(spread),
                        () -> world.nodes.get(node.name).change(next)));
        world.accounts.forEach(
                account -> account.bots.forEach(bot -> world.at(random.nextLong(spread), () -> bot.change(next))));
        world.at(spread + random.nextLong(100 * Weather.SECOND), () -> change(world, all, random));
    }

    /** It comes back with an old list, which it corrects later or never. */
    private static void restart(FleetWorld world, List<String> all, List<String> list, SplittableRandom random) {
        String name = all.get(random.nextInt(all.size()));
        world.nodes.get(name).killed = true;
        world.at(random.nextLong(5 * Weather.SECOND), () -> world.start(name, list));
        world.at(15 * Weather.SECOND + random.nextLong(30 * Weather.SECOND), () -> restart(world, all, list, random));
    }
}
