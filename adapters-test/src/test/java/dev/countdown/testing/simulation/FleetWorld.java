package dev.countdown.testing.simulation;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.BotSession;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.PettedNodes;
import dev.countdown.application.guard.Placement;
import dev.countdown.application.guard.ProofGate;
import dev.countdown.application.guard.ScopeDemand;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * More nodes than copies, the scopes of many accounts placed among them, and lists of nodes that change. Clocks are true: what theirs do
 * is the matter of {@link GuardWorld}.
 */
final class FleetWorld {

    /** How large it is, and how often a bot pets. */
    record Size(int accounts, int scopes, int bots, int copies, Duration petEvery, Duration maxAge) {}

    private static final Timeout TIMEOUT = Timeout.ofSeconds(30);
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(TIMEOUT);
    private static final long WINDOW = 10 * Weather.SECOND;

    final Size size;
    final Agenda agenda = new Agenda();
    final SplittableRandom random;
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final List<Account> accounts = new ArrayList<>();
    final double loss;

    /** The keepers of each scope, by list. */
    private final Map<List<String>, Map<String, Set<String>>> placed = new HashMap<>();

    long now;
    long fires;
    long lapses;
    long falseGates;
    long petsSent;
    long requests;
    long openGates;
    long gates;
    Violation violation;

    FleetWorld(long seed, Size size, double loss) {
        this.size = size;
        this.loss = loss;
        random = new SplittableRandom(seed);
        for (int i = 0; i < size.accounts(); i++) {
            accounts.add(new Account(i));
        }
    }

    void at(long delay, Runnable body) {
        agenda.add(new Task(Lane.WORLD, now + Math.max(0, delay), body));
    }

    void run(long until) {
        while (!agenda.isEmpty() && violation == null && now < until) {
            Task task = agenda.next();
            if (!task.cancelled) {
                now = Math.max(now, task.at);
                task.body.run();
            }
        }
    }

    Node start(String name, List<String> list) {
        Node node = new Node(name, list);
        nodes.put(name, node);
        node.turn();
        return node;
    }

    private Map<String, Set<String>> placed(List<String> list) {
        Map<String, Set<String>> keepers = new HashMap<>();
        accounts.forEach(account -> account.switches.forEach(
                each -> keepers.put(each.name, Set.copyOf(Placement.keepers(each.name, list, size.copies())))));
        return keepers;
    }

    private long way() {
        return 10 * Weather.MILLI + random.nextLong(20 * Weather.MILLI);
    }

    private void broken(Invariant invariant, String what) {
        if (violation == null) {
            violation = new Violation(invariant, now, what);
        }
    }

    /** What the exchange, the bots and the nodes know alike of an account. */
    final class Account {
        final String name;
        final List<Switch> switches;
        final List<Bot> bots;
        final List<String> botNames;
        private long windowEnd;
        private int inWindow;
        int mostInWindow;

        Account(int number) {
            name = "a" + number;
            botNames = IntStream.range(0, size.bots())
                    .mapToObj(i -> name + "-" + i)
                    .toList();
            switches = IntStream.range(0, size.scopes())
                    .mapToObj(i -> new Switch(this, Scope.underlying("U" + i + "_USDT")))
                    .toList();
            bots = botNames.stream().map(each -> new Bot(this, each)).toList();
        }

        void requested() {
            if (now >= windowEnd) {
                windowEnd = now + WINDOW;
                inWindow = 0;
            }
            mostInWindow = Math.max(mostInWindow, ++inWindow);
        }
    }

    /** A countdown at the exchange. */
    final class Switch {
        final Account account;
        final Scope scope;
        final String name;
        final GuardedScope guarded;
        long deadline = Long.MAX_VALUE;
        long lastFire = Long.MIN_VALUE / 2;
        private Task firing;

        Switch(Account account, Scope scope) {
            this.account = account;
            this.scope = scope;
            name = account.name + "/" + scope;
            guarded = new GuardedScope(TIMEOUT, account.botNames);
        }

        Acknowledgement apply(Countdown countdown) {
            if (firing != null) {
                firing.cancelled = true;
            }
            deadline = now + TIMEOUT.toDuration().toNanos();
            firing = new Task(Lane.WORLD, deadline, this::fire);
            agenda.add(firing);
            Instant shown = Instant.ofEpochMilli(deadline / Weather.MILLI + 1_700_000_000_000L);
            return new Acknowledgement(countdown, Optional.of(shown), Optional.empty());
        }

        private void fire() {
            deadline = Long.MAX_VALUE;
            lastFire = now;
            fires++;
            broken(Invariant.ONE_WHOLE_NODE_KEEPS_THE_SWITCH, name + " fired, though its bots live and pet");
        }
    }

    /** A node: what {@code countdown guard} does, on true clocks. */
    final class Node implements Scheduler {
        final String name;
        private final Map<String, Kept> scopes = new LinkedHashMap<>();
        private final Map<String, NodePets> pets = new HashMap<>();
        private final KeeperFleet fleet;
        boolean killed;
        long sent;

        private final class Kept {
            final Switch of;
            final ScopeDemand demand = new ScopeDemand();
            boolean own;
            CountdownKeeper keeper;

            Kept(Switch of) {
                this.of = of;
            }
        }

        Node(String name, List<String> list) {
            this.name = name;
            fleet = KeeperFleet.on(this, RequestBudget.GATE_OPTIONS.dividedBy(size.copies()));
            for (Account account : accounts) {
                pets.put(account.name, new NodePets(account.botNames, size.maxAge(), random.nextLong(1L << 52)));
                account.switches.forEach(each -> scopes.put(each.name, new Kept(each)));
            }
            change(list);
            at(random.nextLong(Weather.SECOND), this::turns);
        }

        void change(List<String> next) {
            Map<String, Set<String>> keepers = placed.computeIfAbsent(next, FleetWorld.this::placed);
            scopes.forEach((scope, kept) ->
                    kept.own = Objects.requireNonNull(keepers.get(scope)).contains(name));
        }

        private void turns() {
            if (!killed) {
                turn();
                at(Weather.SECOND, this::turns);
            }
        }

        void turn() {
            ClockReading read = read();
            for (Kept kept : scopes.values()) {
                boolean wanted = kept.own || kept.demand.isLasting(read);
                if (wanted && kept.keeper == null) {
                    kept.keeper = keep(kept);
                } else if (!wanted && kept.keeper != null) {
                    kept.keeper.close();
                    kept.keeper = null;
                }
            }
        }

        private CountdownKeeper keep(Kept kept) {
            NodePets heard = pets.get(kept.of.account.name);
            return fleet.add(
                    kept.of.account.name,
                    CountdownKeeper.builder(new Wire(this, kept.of), kept.of.scope, POLICY)
                            .shared()
                            .liveness(heard.liveness(kept.of.guarded.bots(), this))
                            .executor(Runnable::run)
                            .listener((self, event) -> {
                                if (event instanceof KeeperEvent.Lapsed lapsed) {
                                    schedule(Duration.ZERO, () -> self.reconciled(lapsed.lapse()));
                                }
                            }));
        }

        long kept() {
            return scopes.values().stream().filter(each -> each.keeper != null).count();
        }

        PetAnswer heard(Account account, Pet pet, List<String> asked, Map<String, ScopeReply> said) {
            ClockReading read = read();
            NodePets heard = pets.get(account.name);
            PetAnswer answer = heard.heard(pet, read);
            if (answer instanceof PetAnswer.Welcome) {
                List<String> silent = heard.silent(account.botNames, read);
                for (String scope : asked) {
                    Kept kept = scopes.get(scope);
                    kept.demand.asked(read);
                    if (kept.keeper != null) {
                        said.put(scope, kept.of.guarded.reply(kept.keeper.protection(), 0, silent));
                    }
                }
            }
            return answer;
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long wallMillis() {
            return now / Weather.MILLI;
        }

        @Override
        public Timer schedule(Duration delay, Runnable body) {
            Task task = new Task(
                    Lane.HOST,
                    now + Math.max(0, Math.min(delay.toSeconds(), 1L << 20) * Weather.SECOND + delay.toNanosPart()),
                    () -> {
                        if (!killed) {
                            body.run();
                        }
                    });
            agenda.add(task);
            return () -> task.cancelled = true;
        }
    }

    private final class Wire implements CountdownGateway {
        private final Node node;
        private final Switch to;

        Wire(Node node, Switch to) {
            this.node = node;
            this.to = to;
        }

        @Override
        public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
            CompletableFuture<Outcome> stage = new CompletableFuture<>();
            requests++;
            node.sent++;
            to.account.requested();
            boolean arrives = random.nextDouble() >= loss;
            boolean returns = random.nextDouble() >= loss;
            if (arrives) {
                at(way(), () -> {
                    Acknowledgement acknowledgement = to.apply(countdown);
                    if (returns) {
                        at(way(), () -> answer(stage, new Outcome.Applied(acknowledgement)));
                    }
                });
            }
            if (!arrives || !returns) {
                at(deadline.toNanos(), () -> answer(stage, new Outcome.Unknown("no reply", deadline.plusSeconds(63))));
            }
            return stage;
        }

        private void answer(CompletableFuture<Outcome> stage, Outcome outcome) {
            if (!node.killed) {
                stage.complete(outcome);
            }
        }
    }

    /** A bot of an account, for all of its scopes. */
    final class Bot {
        private final Account account;
        private final BotSession session;
        private final PettedNodes petted;
        private final Map<String, ProofGate> gateOf = new LinkedHashMap<>();
        private final Map<String, Long> readAt = new HashMap<>();

        Bot(Account account, String name) {
            this.account = account;
            session = new BotSession(name, 1_700_000_000_000L, random.nextInt());
            account.switches.forEach(each -> gateOf.put(each.name, new ProofGate()));
            petted = new PettedNodes(gateOf.keySet(), size.copies());
        }

        void change(List<String> list) {
            petted.change(list, read());
        }

        void start() {
            at(random.nextLong(size.petEvery().toNanos()), this::petAll);
        }

        private ClockReading read() {
            return new ClockReading(now, now / Weather.MILLI);
        }

        private void petAll() {
            petted.scopesByNode().forEach(this::pet);
            account.switches.forEach(this::check);
            at(size.petEvery().toNanos(), this::petAll);
        }

        private void pet(String name, List<String> scopes) {
            petsSent++;
            Pet pet = session.pet(name);
            ClockReading asked = read();
            if (random.nextDouble() < loss) {
                return;
            }
            at(way(), () -> {
                Node node = nodes.get(name);
                if (node != null && !node.killed) {
                    Map<String, ScopeReply> said = new LinkedHashMap<>();
                    PetAnswer answer = node.heard(account, pet, scopes, said);
                    if (random.nextDouble() >= loss) {
                        at(way(), () -> heard(name, pet, asked, answer, said));
                    }
                }
            });
        }

        private void heard(String node, Pet pet, ClockReading asked, PetAnswer answer, Map<String, ScopeReply> said) {
            session.heard(node, pet, answer);
            ClockReading read = read();
            said.forEach((scope, reply) -> {
                if (petted.isPetted(node, scope)) {
                    ProofGate gate = gateOf.get(scope);
                    gate.heard(node, asked, read, reply);
                    petted.heard(node, scope, reply, read).forEach(released -> gate.forget(released, read));
                    gate.openLapse().ifPresent(lapse -> {
                        lapses++;
                        gate.reconciled(lapse);
                        readAt.put(scope, now);
                    });
                }
            });
        }

        private void check(Switch of) {
            ProofGate gate = gateOf.get(of.name);
            ClockReading read = read();
            boolean open = gate.mayQuote(read, Duration.ZERO);
            gates(open);
            if (open) {
                long left = gate.guardedFor(read).toNanos();
                boolean holds = of.deadline != Long.MAX_VALUE
                        && now + left <= of.deadline
                        && of.lastFire < readAt.getOrDefault(of.name, Long.MIN_VALUE);
                if (!holds) {
                    falseGates++;
                    broken(Invariant.AN_OPEN_BOT_GATE_IS_NEVER_FALSE, of.name + " is open for " + left / 1e9 + " s");
                }
            }
        }

        private void gates(boolean open) {
            gates++;
            openGates += open ? 1 : 0;
        }
    }
}
