package dev.countdown.bootstrap.guard;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.status.GuardView;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.ClockReading;
import dev.countdown.guard.PetReply;
import dev.countdown.guard.PetRequest;
import dev.countdown.http.Market;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What this node knows of its bots and scopes, and what it replies to a pet. It talks to no other node. Safe for use by many
 * threads.
 */
final class GuardNode {

    private final GuardSection guard;
    private final Scheduler scheduler;
    private final List<String> bots;
    private final NodePets pets;
    private volatile Map<String, Kept> scopes = Map.of();

    private record Kept(GuardedScope guarded, Supplier<Protection> protection) {}

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
    }

    /** What a pet comes to: the answer, and what is said of the scopes if it was heard. */
    record Heard(PetAnswer answer, Map<String, ScopeReply> scopes) {}

    /** As bots name a scope: {@code main/underlying:BTC_USDT}. */
    static String name(Target target) {
        String market = target.market() == Market.OPTIONS ? "" : target.market() + "/";
        return target.account().name() + "/" + market + target.scope();
    }

    /** Starts a keeper for each scope; a lapse of this node is over at once, because each bot has a latch of its own. */
    void start(RunningKeepers keepers) {
        keepers.configuredBy(this::configure);
        keepers.addListener(GuardNode::reconcile);
        guard.scopes().keySet().forEach(target -> keepers.start(target, (from, answer) -> {}));
        Map<Target, CountdownKeeper> running = keepers.running();
        Map<String, Kept> kept = new LinkedHashMap<>();
        guard.scopes()
                .forEach((target, guarded) -> kept.put(
                        name(target), new Kept(guarded, Objects.requireNonNull(running.get(target))::protection)));
        scopes = Map.copyOf(kept);
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

    /** A pet came in. A scope that this node does not keep, or not for this bot, is left out of the reply. */
    Heard heard(PetRequest request) {
        ClockReading now =
                scheduler.read(); // once, before all else: what is said of the scopes is said as of then or later
        PetAnswer answer = pets.heard(request.pet(), now);
        Map<String, ScopeReply> said = new LinkedHashMap<>();
        if (answer instanceof PetAnswer.Welcome) {
            for (String name : request.scopes()) {
                Kept kept = scopes.get(name);
                if (kept != null && kept.guarded().bots().contains(request.pet().bot())) {
                    said.put(
                            name,
                            kept.guarded()
                                    .reply(
                                            kept.protection().get(),
                                            pets.silent(kept.guarded().bots(), now)));
                }
            }
        }
        return new Heard(answer, said);
    }

    /** The reply to one that was heard. */
    PetReply reply(PetAnswer.Welcome welcome, Map<String, ScopeReply> said) {
        return new PetReply(guard.node(), welcome.echo(), said);
    }

    GuardView view() {
        return new GuardView(guard.node(), bots, bot -> pets.age(bot, scheduler.read()), guard.maxAge());
    }
}
