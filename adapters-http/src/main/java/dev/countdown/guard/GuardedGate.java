package dev.countdown.guard;

import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.BotSession;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.PettedNodes;
import dev.countdown.application.guard.ProofGate;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.ClockReading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The order gate of a bot that several nodes guard from other machines ({@code countdown guard}). The bot calls {@link #pet}
 * about every 500 ms, from the loop whose life that shall prove, and asks {@link #mayQuote} before each order.
 *
 * <p>The gate is shut at first, and after each gap in which the switch may have fired, until the bot has {@link #reconciled} its
 * orders. It opens first when each node has answered a pet or failed to: one may differ from the others. It shuts by itself where
 * no node proves any more that the orders are guarded. Once a newer process of the same
 * bot was heard it is shut for good. Safe for use by many threads; reading it waits for no I/O.
 */
public final class GuardedGate implements AutoCloseable {

    private final GuardedGateBuilder settings;
    private final Scheduler scheduler;
    private final HttpClient client;
    private final BotSession session;
    private final PettedNodes petted;
    private final Map<String, PettedNode> nodes = new ConcurrentHashMap<>();
    private final Map<String, ProofGate> gates = new LinkedHashMap<>();
    private final GuardTeller teller;
    private final Optional<NodeLookup> lookup;
    private volatile boolean closed;

    /** Each node has answered a pet, or failed to: one that differs has had its say. */
    private volatile boolean everyNodeAsked;

    GuardedGate(GuardedGateBuilder settings, Vertx vertx, HttpClient client, int salt) {
        this.settings = settings;
        this.scheduler = settings.scheduler;
        this.client = client;
        this.session = new BotSession(settings.bot, scheduler.wallMillis(), salt);
        this.teller = new GuardTeller(settings.listener);
        this.petted = new PettedNodes(settings.scopes, settings.copies);
        settings.scopes.forEach(scope -> gates.put(scope, new ProofGate()));
        if (settings.nodes instanceof Nodes.Named name) {
            lookup = Optional.of(
                    NodeLookup.start(vertx, name, settings.nameServer, this::changed, teller::lookupFailed));
        } else {
            lookup = Optional.empty();
            petted.change(((Nodes.Listed) Objects.requireNonNull(settings.nodes)).texts(), scheduler.read());
        }
    }

    /**
     * Begins to build a gate.
     *
     * @param vertx the platform's; it goes on owning it
     * @return the builder
     */
    public static GuardedGateBuilder builder(Vertx vertx) {
        return new GuardedGateBuilder(vertx);
    }

    /**
     * Takes another list of nodes, such as after one was added or replaced: change the nodes first, then the bots, one node at a time.
     * Those of before are petted on until those of the new list guard, so the gate goes on as it is.
     *
     * @param all their base URLs, as the builder takes them
     * @throws IllegalArgumentException naming the value and the rule
     * @throws IllegalStateException if the nodes are looked up by name
     */
    public void changeNodes(Collection<URI> all) {
        if (lookup.isPresent()) {
            throw new IllegalStateException("the nodes are looked up: " + settings.nodes);
        }
        changed(new Nodes.Listed(List.copyOf(all)).texts());
    }

    private void changed(List<String> list) {
        if (!closed && petted.change(list, scheduler.read())) {
            teller.changed(list);
        }
        nodes.keySet().retainAll(petted.scopesByNode().keySet());
    }

    /**
     * The list of nodes; of more than {@code copies} the bot pets those of its scopes alone.
     *
     * @return their base URLs; empty before the first lookup by name succeeded
     */
    public List<String> nodes() {
        return petted.nodes();
    }

    /**
     * Tells the nodes of its scopes that the bot is alive. Returns at once. Each pet has a deadline of its own; what a reply proves counts from
     * this call.
     *
     * @return by how many nodes it was heard, once all have replied or not; it never fails
     */
    public CompletionStage<Integer> pet() {
        if (closed || session.isSuperseded()) {
            return Future.succeededFuture(0).toCompletionStage();
        }
        AtomicInteger heard = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        petted.scopesByNode()
                .forEach((name, scopes) -> all.add(pet(name, nodes.computeIfAbsent(name, this::node), scopes, heard)));
        return Future.join(all)
                .transform(done -> Future.succeededFuture(heard.get()))
                .toCompletionStage();
    }

    private PettedNode node(String base) {
        Optional<String> name =
                settings.nodes instanceof Nodes.Named named ? Optional.of(named.name()) : Optional.empty();
        return new PettedNode(
                new NodeClient(client, URI.create(base), name, settings.token, settings.deadline.toMillis()));
    }

    private Future<?> pet(String name, PettedNode node, List<String> scopes, AtomicInteger heard) {
        OptionalInt number = node.begin();
        if (number.isEmpty()) {
            return Future.succeededFuture();
        }
        Pet pet = session.pet(name);
        ClockReading asked = scheduler.read();
        return node.send(new PetRequest(pet, scopes, settling(scopes, asked)))
                .onComplete(ended -> {
                    boolean news = node.end(number.getAsInt());
                    if (ended.failed()) {
                        failed(name, news, ended.cause());
                        return;
                    }
                    NodeClient.Answer answer = ended.result();
                    session.heard(name, pet, answer.answer());
                    if (answer.reply().isPresent()) {
                        heard.incrementAndGet();
                        if (news) {
                            tell(name, scopes, answer.reply().get());
                        }
                        heard(name, asked, answer.reply().get());
                    } else if (session.isSuperseded()) {
                        teller.superseded();
                    } else if (news && answer.answer() instanceof PetAnswer.UnknownBot) {
                        lost(name, "it does not know bot " + settings.bot);
                    }
                })
                .onComplete(done -> {
                    node.takenIn();
                    everyNodeAsked = everyNodeAsked || wasEachAsked();
                });
    }

    private boolean wasEachAsked() {
        return petted.scopesByNode().keySet().stream()
                .map(nodes::get)
                .allMatch(each -> each != null && each.wasAsked());
    }

    private void failed(String node, boolean news, Throwable why) {
        if (news) {
            lost(node, reason(why));
        }
    }

    private Map<String, Long> settling(List<String> scopes, ClockReading now) {
        Map<String, Long> settling = new LinkedHashMap<>();
        for (String scope : scopes) {
            long left = gate(scope).settlingMs(now);
            if (left > 0) {
                settling.put(scope, left);
            }
        }
        return settling;
    }

    private void heard(String node, ClockReading asked, PetReply reply) {
        ClockReading now = scheduler.read();
        gates.forEach((scope, gate) ->
                heard(node, scope, gate, asked, now, reply.scopes().get(scope)));
        gates.forEach((scope, gate) -> teller.look(scope, gate, everyNodeAsked, now));
    }

    private void tell(String node, List<String> scopes, PetReply reply) {
        List<String> missing = new ArrayList<>();
        List<String> ofOthers = new ArrayList<>();
        for (String scope : scopes) {
            ScopeReply said = reply.scopes().get(scope);
            if (said == null) {
                missing.add(scope);
            } else if (!said.requiresBot()) {
                ofOthers.add(scope);
            }
        }
        if (!missing.isEmpty()) {
            lost(node, "it does not keep " + String.join(", ", missing));
        } else if (!ofOthers.isEmpty()) {
            lost(node, "it does not require bot " + settings.bot + " for " + String.join(", ", ofOthers));
        } else if (petted.nodes().contains(node)) {
            teller.heard(node);
        }
    }

    /** One reply after the other: one that is under way when its node is let go must not bring the node back. */
    private void heard(
            String node,
            String scope,
            ProofGate gate,
            ClockReading asked,
            ClockReading now,
            @Nullable ScopeReply said) {
        synchronized (gate) {
            if (said != null && petted.isPetted(node, scope)) {
                gate.heard(node, asked, now, said);
                petted.heard(node, scope, said, now).forEach(released -> gate.forget(released, now));
            }
        }
    }

    /** Of a node of the list before this one nobody needs to know. */
    private void lost(String node, String reason) {
        if (!closed && petted.nodes().contains(node)) {
            teller.lost(node, reason);
        }
    }

    private String reason(Throwable why) {
        return why instanceof TimeoutException ? "no reply within " + settings.deadline.toMillis() + " ms" : text(why);
    }

    /** With its first cause: of TLS the message alone says nothing. */
    private static String text(Throwable why) {
        String message = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        Throwable cause = why;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == why || cause.getMessage() == null || message.contains(cause.getMessage())
                ? Bounds.shown(message)
                : Bounds.shown(message) + ": " + Bounds.shown(cause.getMessage());
    }

    /**
     * Whether an order may be placed in any of the scopes.
     *
     * @return true if the orders of each scope are certainly guarded now, and no lapse is open
     */
    public boolean mayQuote() {
        return mayQuote(Duration.ZERO);
    }

    /**
     * Whether an order may be placed that takes a while to reach the exchange.
     *
     * @param margin how long it takes; not negative
     * @return true if the orders of each scope are certainly guarded for longer than that, and no lapse is open
     * @throws IllegalArgumentException if the margin is negative
     */
    public boolean mayQuote(Duration margin) {
        ClockReading now = scheduler.read();
        return gates.values().stream().allMatch(gate -> gate.mayQuote(now, margin))
                && everyNodeAsked
                && !isShutForGood();
    }

    /**
     * Whether an order of one scope may be placed.
     *
     * @param scope one of those of the builder
     * @param margin how long it takes to reach the exchange; not negative
     * @return true if the orders of that scope are certainly guarded for longer than that, and no lapse of it is open
     * @throws IllegalArgumentException if there is no such scope, or the margin is negative
     */
    public boolean mayQuote(String scope, Duration margin) {
        return gate(scope).mayQuote(scheduler.read(), margin) && everyNodeAsked && !isShutForGood();
    }

    /**
     * Why no order of a scope may be placed now; the worst first.
     *
     * @param scope one of those of the builder
     * @param margin how long an order takes to reach the exchange; not negative
     * @return empty if one may be placed
     * @throws IllegalArgumentException if there is no such scope, or the margin is negative
     */
    public Optional<ShutReason> whyShut(String scope, Duration margin) {
        if (mayQuote(scope, margin)) {
            return Optional.empty();
        }
        if (isShutForGood()) {
            return Optional.of(
                    ShutReason.other(closed ? "the gate was closed" : "a newer process of the same bot was heard"));
        }
        return Optional.of(ShutReason.of(gate(scope), scheduler.read(), margin, everyNodeAsked, troubles()));
    }

    /**
     * For how much longer no proof of a scope counts, because its timeout was changed.
     *
     * @param scope one of those of the builder
     * @return zero if proofs count
     * @throws IllegalArgumentException if there is no such scope
     */
    public Duration settlingFor(String scope) {
        return Duration.ofMillis(gate(scope).settlingMs(scheduler.read()));
    }

    /**
     * What is wrong with each node: it does not answer, does not keep a scope, or does not require the bot for it.
     *
     * @return that, empty where nothing is, by its URL; a node that was not asked yet is missing
     */
    public Map<String, String> troubles() {
        return teller.troubles();
    }

    /**
     * For how much longer the orders of a scope are certainly guarded, whether or not its gate is open.
     *
     * @param scope one of those of the builder
     * @return zero if nothing is certain: a node that was not asked yet may have another timeout
     * @throws IllegalArgumentException if there is no such scope
     */
    public Duration guardedFor(String scope) {
        return everyNodeAsked ? gate(scope).guardedFor(scheduler.read()) : Duration.ZERO;
    }

    /**
     * The lapses after which the bot has to reconcile its orders: read them from the exchange, after it was told.
     *
     * @return the number of the open lapse of each scope that has one
     */
    public Map<String, Long> openLapses() {
        Map<String, Long> open = new LinkedHashMap<>();
        gates.forEach((scope, gate) -> gate.openLapse().ifPresent(lapse -> open.put(scope, lapse)));
        return Collections.unmodifiableMap(open);
    }

    /**
     * The bot has reconciled its orders after this lapse. A later one stays open.
     *
     * @param scope one of those of the builder
     * @param lapse from {@link #openLapses}
     * @throws IllegalArgumentException if there is no such scope, or was no such lapse
     */
    public void reconciled(String scope, long lapse) {
        gate(scope).reconciled(lapse);
    }

    /**
     * What the nodes say of timeout and bots of a scope.
     *
     * @param scope one of those of the builder
     * @return the digest that each node said last, by its URL; while they differ the gate is shut
     * @throws IllegalArgumentException if there is no such scope
     */
    public Map<String, String> digests(String scope) {
        return GuardTeller.digests(gate(scope).said());
    }

    /**
     * Whether the nodes differ in timeout or bots of a scope, by what each said last: the gate is shut while they do.
     *
     * @param scope one of those of the builder
     * @return false before any has answered a pet
     * @throws IllegalArgumentException if there is no such scope
     */
    public boolean digestsDiffer(String scope) {
        return !ScopeReply.agree(gate(scope).said().values());
    }

    /**
     * Whether a node requires the bot for a scope, and so stops renewing it once it misses the bot.
     *
     * @param scope one of those of the builder
     * @return true if one of them said so last; before any has answered a pet false
     * @throws IllegalArgumentException if there is no such scope
     */
    public boolean isRequired(String scope) {
        return gate(scope).said().values().stream().anyMatch(ScopeReply::requiresBot);
    }

    /**
     * Whether a newer process of the same bot was heard: this process must not quote any more, and must end.
     *
     * @return true for ever from then on
     */
    public boolean isSuperseded() {
        return session.isSuperseded();
    }

    private boolean isShutForGood() {
        return closed || session.isSuperseded();
    }

    private ProofGate gate(String scope) {
        ProofGate gate = gates.get(scope);
        if (gate == null) {
            throw new IllegalArgumentException("scope must be one of " + gates.keySet() + ": " + scope);
        }
        return gate;
    }

    /**
     * Shuts the gate for good, and pets no more. Tells the nodes nothing: they let the countdowns expire once they miss the bot.
     * Does not close the platform's Vert.x. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        lookup.ifPresent(NodeLookup::close);
        client.close();
    }

    @Override
    public String toString() {
        return "GuardedGate[bot=" + settings.bot + ", nodes=" + petted.nodes() + ", scopes=" + gates.keySet() + "]";
    }
}
