package dev.countdown.testing.simulation;

import dev.countdown.domain.Timeout;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import dev.countdown.testing.simulation.GuardWeather.Climate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Several nodes that keep one scope, the bots that they guard, and what happens to all of them. Each machine has a stream of chance
 * of its own, so that a run with fewer nodes has the same weather.
 */
final class GuardWorld {

    private static final int BOTS = 2;

    final GuardWeather weather;
    final Agenda agenda = new Agenda();
    final GuardTally tally = new GuardTally();
    final GuardExchange exchange;
    final GuardHost[] hosts;
    final GuardNode[] nodes;
    final String[] nodeNames;
    final List<GuardBot> bots = new ArrayList<>();
    final GuardJudge judge;
    private final List<String> names;
    private final StringBuilder history;
    private final SplittableRandom[] ofNode;
    private final SplittableRandom[] ofBot;
    private final Timeout[] configured;
    private final long[] cutFromExchange;
    private final long[][] cut;
    private long outageUntil;

    /** Where there are any. */
    GuardDeployments deployments;

    long now;

    /** Everything happens to everybody. */
    static GuardWorld stormy(long seed, int nodeCount, StringBuilder history) {
        GuardWorld world = new GuardWorld(seed, nodeCount, Climate.STORMS, history);
        for (int node = 0; node < nodeCount; node++) {
            world.disturbNode(node);
        }
        for (int bot = 0; bot < BOTS; bot++) {
            world.disturbBot(bot);
        }
        world.disturbAll(stream(seed, 2));
        return world;
    }

    /** Nothing happens to machines, but one node after the other is down for a deployment, all the time. */
    static GuardWorld deployed(long seed, int nodeCount, Climate climate, StringBuilder history) {
        GuardWorld world = new GuardWorld(seed, nodeCount, climate, history);
        world.deployments = new GuardDeployments(world, stream(seed, 3));
        world.deployments.begin();
        return world;
    }

    private GuardWorld(long seed, int nodeCount, Climate climate, StringBuilder history) {
        this.history = history;
        weather = new GuardWeather(new SplittableRandom(seed), climate);
        names = List.of("one", "two");
        exchange = new GuardExchange(this, stream(seed, 1));
        hosts = new GuardHost[nodeCount];
        nodes = new GuardNode[nodeCount];
        nodeNames = new String[nodeCount];
        Arrays.setAll(nodeNames, place -> "n" + place);
        configured = new Timeout[nodeCount];
        Arrays.fill(configured, weather.timeout);
        cutFromExchange = new long[nodeCount];
        cut = new long[BOTS][nodeCount];
        judge = new GuardJudge(this);
        ofNode = new SplittableRandom[nodeCount];
        ofBot = new SplittableRandom[BOTS];
        for (int i = 0; i < nodeCount; i++) {
            ofNode[i] = stream(seed, 100 + i);
            hosts[i] = new GuardHost(this, ofNode[i].split());
            start(i);
        }
        for (int i = 0; i < BOTS; i++) {
            ofBot[i] = stream(seed, 200 + i);
            start(new GuardHost(this, ofBot[i].split()), i);
        }
    }

    private static SplittableRandom stream(long seed, long of) {
        return new SplittableRandom(new SplittableRandom(seed * 1_000 + of).nextLong());
    }

    List<String> botNames() {
        return names;
    }

    /** Runs it to the end, or to the first violation. */
    Violation run() {
        note(() -> "weather: " + weather);
        while (!agenda.isEmpty() && judge.violation == null && now < weather.length) {
            Task task = agenda.next();
            if (!task.cancelled) {
                now = Math.max(now, task.at);
                try {
                    task.run();
                    tally.events++;
                    judge.check();
                } catch (Throwable escaped) {
                    judge.broken(Invariant.THE_NEXT_ATTEMPT_ALWAYS_HAPPENS, "thrown: " + escaped);
                }
            }
        }
        tally.nanos = now;
        tally.seeds = 1;
        return judge.violation;
    }

    void after(long span, Runnable body) {
        agenda.add(new Task(Lane.WORLD, now + span, body));
    }

    long way(SplittableRandom random) {
        return weather.way + Math.min(span(random, weather.way), 4 * weather.way);
    }

    static long span(SplittableRandom random, long mean) {
        return (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    /** How long a fault lasts: mostly about what the switch allows, sometimes far longer. */
    private long duration(SplittableRandom random) {
        long timeout = weather.timeout.toDuration().toNanos();
        return span(random, new long[] {timeout / 10, timeout / 2, timeout, 3 * timeout}[random.nextInt(4)])
                + Weather.MILLI;
    }

    boolean isCutFromExchange(int node) {
        return now < outageUntil || now < cutFromExchange[node];
    }

    boolean isCut(int bot, int node) {
        return now < cut[bot][node];
    }

    private void start(int node) {
        nodes[node] = new GuardNode(this, node, hosts[node], configured[node], ofNode[node].split());
        note(() -> nodes[node] + " starts");
        judge.trouble(node);
        nodes[node].start();
    }

    private void start(GuardHost host, int bot) {
        GuardBot process = new GuardBot(this, bot, host, ofBot[bot].split());
        bots.add(process);
        note(() -> process + " starts");
        judge.starts(process);
        process.start();
    }

    void restart(int node, long down) {
        GuardNode before = nodes[node];
        before.kill();
        note(() -> before + " is killed");
        judge.trouble(node);
        judge.troubleUntil(node, now + down);
        after(down, () -> {
            if (nodes[node] == before) {
                hosts[node].arrives(0, () -> {
                    if (nodes[node] == before) {
                        start(node);
                    }
                });
            }
        });
    }

    private void disturbNode(int node) {
        SplittableRandom random = ofNode[node];
        after(span(random, weather.spacing), () -> {
            long length = duration(random);
            int kind = random.nextInt(10);
            boolean other = random.nextInt(3) == 0;
            note(() -> "node " + node + " meets fault " + kind + String.format(" for %.3f s", length / 1e9));
            judge.trouble(node);
            judge.troubleUntil(node, now + length);
            switch (kind) {
                case 0, 1 -> hosts[node].pause(length);
                case 2 -> hosts[node].suspend(length);
                case 3, 4 -> {
                    configured[node] = weather.mixes && other ? weather.otherTimeout : weather.timeout;
                    restart(node, length);
                }
                case 5 -> cutFromExchange[node] = Math.max(cutFromExchange[node], now + length);
                case 6 -> cutBot(0, node, length);
                case 7 -> {
                    cutBot(0, node, length);
                    cutBot(1, node, length);
                }
                case 8 -> hosts[node].stepForward(length);
                default -> hosts[node].stepBack(length);
            }
            tally.faults++;
            disturbNode(node);
        });
    }

    private void cutBot(int bot, int node, long length) {
        cut[bot][node] = Math.max(cut[bot][node], now + length);
    }

    private void disturbBot(int bot) {
        SplittableRandom random = ofBot[bot];
        after(span(random, 2 * weather.spacing), () -> {
            long length = duration(random);
            int kind = random.nextInt(8);
            note(() -> "bot " + bot + " meets fault " + kind + String.format(" for %.3f s", length / 1e9));
            GuardBot process = judge.newest(bot);
            switch (kind) {
                case 0, 1 -> {
                    process.killed = true;
                    judge.killed(process);
                    long wait = random.nextInt(4) == 0
                            ? random.nextLong(4 * Weather.SECOND)
                            : GuardWeather.MAX_AGE
                                    + 4 * weather.timeout.toDuration().toNanos()
                                    + 200 * Weather.SECOND;
                    startLater(bot, random.nextBoolean() ? process.host : null, wait);
                }
                case 2 -> { // somebody starts it elsewhere, while the old process stands still
                    process.host.pause(length);
                    judge.frozen(process);
                    startLater(bot, null, random.nextLong(1 + length));
                }
                case 3 -> process.host.pause(length);
                case 4 -> process.host.suspend(length);
                case 5 -> process.host.stepForward(length);
                case 6 -> process.host.stepBack(length);
                default -> {
                    for (int node = 0; node < nodes.length; node++) {
                        cutBot(bot, node, length);
                        judge.troubleUntil(node, now + length);
                    }
                }
            }
            judge.frozen(process);
            tally.faults++;
            disturbBot(bot);
        });
    }

    private void startLater(int bot, GuardHost sameHost, long wait) {
        GuardHost fresh = new GuardHost(this, ofBot[bot].split());
        GuardBot before = judge.newest(bot);
        after(wait, () -> {
            GuardHost host = sameHost == null ? fresh : sameHost;
            host.arrives(0, () -> {
                if (judge.newest(bot) == before) {
                    start(host, bot);
                }
            });
        });
    }

    /** What all nodes meet together: an outage of the exchange, a rolling restart, and so a rolling change. */
    private void disturbAll(SplittableRandom random) {
        after(span(random, 4 * weather.spacing), () -> {
            long length = duration(random);
            if (random.nextBoolean()) {
                note(() -> String.format("the exchange is out of reach for %.3f s", length / 1e9));
                outageUntil = Math.max(outageUntil, now + length);
                for (int node = 0; node < nodes.length; node++) {
                    judge.troubleUntil(node, now + length);
                }
            } else {
                Timeout next =
                        weather.mixes && configured[0].equals(weather.timeout) ? weather.otherTimeout : weather.timeout;
                long apart = 2 * Weather.SECOND
                        + span(random, weather.timeout.toDuration().toNanos());
                long down = random.nextLong(3 * Weather.SECOND);
                for (int i = 0; i < nodes.length; i++) {
                    int node = i;
                    after(i * apart, () -> {
                        configured[node] = next;
                        restart(node, down);
                    });
                }
            }
            tally.faults++;
            disturbAll(random);
        });
    }

    void note(Supplier<String> what) {
        if (history != null) {
            history.append(String.format("%13.6f  %s%n", now / 1e9, what.get()));
        }
    }
}
