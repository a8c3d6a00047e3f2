package dev.countdown.testing.simulation;

import dev.countdown.application.guard.BotSession;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.ProofGate;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** One process of a bot: pets every node, keeps its own gate, and reconciles after a lapse. */
final class GuardBot {

    final int bot;
    final GuardHost host;
    final ProofGate gate = new ProofGate();
    final BotSession session;
    final long began;
    private final GuardWorld world;
    private final SplittableRandom random;

    /** By place of the node: when it truly sent the reply that is echoed next. */
    private final long[] echoedAt;

    /** The processes of nodes that this one has heard, or that others told of which had heard two timeouts. */
    private final Set<GuardNode> known = new HashSet<>();

    /** By place: the process that was heard last. */
    private final GuardNode[] heardLast;

    private final GuardRumour rumour = new GuardRumour();
    private long reconciling;
    boolean killed;

    /** When the switch fired last in a way that this process cannot know. */
    long firedUnseenAt = Long.MIN_VALUE / 2;

    /** When the orders were read that the gate relies on. */
    long readAt = Long.MIN_VALUE / 2;

    GuardBot(GuardWorld world, int bot, GuardHost host, SplittableRandom random) {
        this.world = world;
        this.bot = bot;
        this.host = host;
        this.random = random;
        began = world.now;
        session = new BotSession(world.botNames().get(bot), host.wallMillis(), random.nextInt());
        echoedAt = new long[world.nodes.length];
        heardLast = new GuardNode[world.nodes.length];
        Arrays.fill(echoedAt, Long.MIN_VALUE / 2);
    }

    void start() {
        host.at(random.nextLong(GuardWeather.PET_EVERY), this::petAll);
    }

    boolean isLive() {
        return !killed && !session.isSuperseded();
    }

    private void petAll() {
        if (isLive()) {
            world.judge.petted(this);
            for (int place = 0; place < world.nodes.length; place++) {
                pet(place);
            }
            host.at(GuardWeather.PET_EVERY, this::petAll);
        }
    }

    private void pet(int place) {
        Pet pet = session.pet(name(place));
        ClockReading asked = host.read();
        long settling = gate.settlingMs(asked);
        GuardRumour told = rumour.copy();
        long echoed = echoedAt[place];
        long there = world.way(random);
        long back = world.way(random);
        boolean arrives = random.nextDouble() >= world.weather.petLoss && !world.isCut(bot, place);
        boolean returns = random.nextDouble() >= world.weather.petLoss;
        if (arrives) {
            world.hosts[place].arrives(there, () -> {
                GuardNode node = world.nodes[place];
                if (!node.killed) {
                    world.judge.petArrived(this, pet, place, echoed);
                    GuardNode.Answer answer = node.heard(pet, settling, told);
                    if (returns && !world.isCut(bot, place)) {
                        host.arrives(back, () -> heard(place, pet, asked, answer));
                    }
                }
            });
        }
    }

    private void heard(int place, Pet pet, ClockReading asked, GuardNode.Answer answer) {
        if (!isLive()) {
            return;
        }
        session.heard(name(place), pet, answer.answer());
        if (answer.answer() instanceof PetAnswer.Welcome) {
            echoedAt[place] = answer.at();
            known.add(answer.by());
            boolean twoTimeouts = Arrays.stream(heardLast)
                    .anyMatch(other -> other != null
                            && !other.scope.timeout().equals(answer.by().scope.timeout()));
            if (twoTimeouts) {
                rumour.begin(known, world.now);
            }
            heardLast[place] = answer.by();
            rumour.hear(answer.rumour().aged(), world.now);
            known.addAll(rumour.nodes());
            gate.heard(name(place), asked, host.read(), answer.reply());
        }
        gate.openLapse().ifPresent(this::reconcile);
    }

    private void reconcile(long lapse) {
        if (lapse > reconciling) {
            reconciling = lapse;
            world.judge.lapsed();
            long until = random.nextInt(3) == 0 ? random.nextLong(5 * Weather.SECOND) : random.nextLong(Weather.SECOND);
            host.at(until, () -> {
                long read = world.now;
                host.at(random.nextLong(300 * Weather.MILLI), () -> {
                    gate.reconciled(lapse);
                    readAt = Math.max(readAt, read);
                });
            });
        }
    }

    boolean mayQuote() {
        return isLive() && gate.mayQuote(host.read(), Duration.ZERO);
    }

    boolean knows(GuardNode node) {
        return known.contains(node);
    }

    private String name(int place) {
        return world.nodeNames[place];
    }

    @Override
    public String toString() {
        return "bot " + bot + " since " + began / Weather.SECOND;
    }
}
