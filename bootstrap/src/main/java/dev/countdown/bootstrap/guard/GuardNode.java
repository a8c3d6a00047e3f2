package dev.countdown.bootstrap.guard;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.Placement;
import dev.countdown.application.guard.ScopeDemand;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.application.guard.Settling;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.bootstrap.cli.ScopeName;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.status.GuardView;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.ClockReading;
import dev.countdown.guard.PetReply;
import dev.countdown.guard.PetRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of its bots and scopes, and what it replies to a pet. It talks to no other node. Safe for use by many
 * threads.
 *
 * <p>It keeps the scopes that are its own by the list of nodes, and any other one of its file while a bot asks for it: so a scope that
 * bots still pet it for is not dropped, whichever of them learn of a new list first. A keeper more does no harm.
 */
final class GuardNode {

    /** To a bot that this node does not know: no pet of it counts. */
    private static final long NO_ECHO = 0;

    private final GuardSection guard;
    private final Scheduler scheduler;
    private final List<String> bots;
    private final NodePets pets;
    private final Map<String, Known> scopes = new LinkedHashMap<>();
    private volatile Predicate<String> own = scope -> true;

    /** The list gives it no scope. */
    private volatile boolean idles;

    private @Nullable RunningKeepers keepers;

    /** A scope of the file. */
    private static final class Known {
        private final Target target;
        private final GuardedScope guarded;

        /** Nothing while this node does not keep it. */
        private volatile @Nullable Supplier<Protection> protection;

        private final ScopeDemand demand = new ScopeDemand();

        /** As its bots told it. */
        private final Settling settling = new Settling();

        Known(Target target, GuardedScope guarded) {
            this.target = target;
            this.guarded = guarded;
        }
    }

    /**
     * A node that has heard no bot yet.
     *
     * @param scheduler that of the keepers
     * @param firstEcho a random number from 0 to 2^52
     */
    GuardNode(GuardSection guard, Scheduler scheduler, long firstEcho) {
        this.guard = guard;
        this.scheduler = scheduler;
        bots = guard.scopes().values().stream()
                .flatMap(scope -> scope.bots().stream())
                .distinct()
                .sorted()
                .toList();
        pets = new NodePets(bots, guard.maxAge(), firstEcho);
        guard.scopes().forEach((target, guarded) -> scopes.put(name(target), new Known(target, guarded)));
    }

    /** What a pet comes to: the answer, and what is said of the scopes if it was heard. */
    record Heard(PetAnswer answer, Map<String, ScopeReply> scopes) {}

    /** As bots name a scope: {@code main/underlying:BTC_USDT}. */
    static String name(Target target) {
        return new ScopeName(target.account().name(), target.market(), target.scope()).toString();
    }

    /**
     * Starts a keeper for each of its own scopes; a lapse of this node is over at once, because each bot has a latch of its own.
     *
     * @param running none runs yet
     */
    void start(RunningKeepers running) {
        running.configuredBy(this::configure);
        running.addListener(GuardNode::reconcile);
        keepers = running;
        turn();
    }

    /**
     * There is another list of nodes; {@link #turn} takes up what is new.
     *
     * @param list all of them; empty while none is known
     * @param self which of them this is
     * @return how many scopes are its own
     */
    long placed(List<String> list, Optional<String> self) {
        Set<String> placed = !list.isEmpty() && list.size() <= guard.copies()
                ? scopes.keySet()
                : scopes.keySet().stream()
                        .filter(scope -> self.filter(Placement.keepers(scope, list, guard.copies())::contains)
                                .isPresent())
                        .collect(Collectors.toUnmodifiableSet());
        own = placed::contains;
        idles = self.isPresent() && placed.isEmpty();
        return placed.size();
    }

    /** Takes up and gives up. From one thread, once a second. */
    void turn() {
        RunningKeepers running = Objects.requireNonNull(keepers);
        ClockReading now = scheduler.read();
        scopes.forEach((name, scope) -> {
            boolean wanted = own.test(name) || scope.demand.isLasting(now);
            if (wanted && scope.protection == null) {
                running.start(scope.target, (from, answer) -> {});
                scope.protection = Objects.requireNonNull(running.running().get(scope.target))::protection;
            } else if (!wanted && scope.protection != null) {
                scope.protection = null;
                running.close(scope.target, CloseMode.EXPIRE, report -> {});
            }
        });
    }

    private void configure(Target target, CountdownKeeperBuilder keeper) {
        GuardedScope guarded = Objects.requireNonNull(guard.scopes().get(target));
        keeper.shared().liveness(pets.liveness(guarded.bots(), scheduler));
    }

    private static void reconcile(CountdownKeeper keeper, KeeperEvent event) {
        if (event instanceof KeeperEvent.Lapsed lapsed) {
            keeper.reconciled(lapsed.lapse());
        }
    }

    /**
     * A pet came in. A scope that this node does not keep is left out of the reply. One that does not require this bot is not: the
     * node may renew it over the death of that bot, and only the digest tells.
     */
    Heard heard(PetRequest request) {
        ClockReading now =
                scheduler.read(); // once, before all else: what is said of the scopes is said as of then or later
        PetAnswer answer = pets.heard(request.pet(), now);
        Map<String, ScopeReply> said = new LinkedHashMap<>();
        if (!(answer instanceof PetAnswer.Superseded)) {
            for (String name : request.scopes()) {
                Known scope = scopes.get(name);
                if (scope != null
                        && !scope.guarded.bots().contains(request.pet().bot())) {
                    said.put(name, scope.guarded.replyToOther());
                } else if (scope != null) {
                    scope.demand.asked(now);
                    Optional.ofNullable(request.settlingMs().get(name))
                            .ifPresent(millis -> scope.settling.extend(now, Duration.ofMillis(millis)));
                    Supplier<Protection> protection = scope.protection;
                    if (protection != null) {
                        List<String> silent = pets.silent(scope.guarded.bots(), now);
                        said.put(name, scope.guarded.reply(protection.get(), scope.settling.leftMillis(now), silent));
                    }
                }
            }
        }
        boolean differs = answer instanceof PetAnswer.UnknownBot && !said.isEmpty();
        return new Heard(differs ? new PetAnswer.Welcome(NO_ECHO) : answer, said);
    }

    /** The reply to one that was heard. */
    PetReply reply(PetAnswer.Welcome welcome, Map<String, ScopeReply> said) {
        return new PetReply(guard.node(), welcome.echo(), said);
    }

    GuardView view() {
        return new GuardView(
                guard.node(),
                guard.scopes(),
                bots,
                bot -> pets.age(bot, scheduler.read()),
                guard.maxAge(),
                () -> idles);
    }
}
