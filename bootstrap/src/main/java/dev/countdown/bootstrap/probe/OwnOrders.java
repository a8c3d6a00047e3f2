package dev.countdown.bootstrap.probe;

import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The orders that probe places, from before they are sent until they are known to be gone. Cancels orders that have our {@link
 * OrderTag} or an id that the exchange gave us for an order of this run, and no others. For one thread.
 */
final class OwnOrders {

    /** Of a list. With as many the rest may be on another page. */
    static final int PAGE = 100;

    private final Market market;

    /** The ids of the user's own orders. */
    private final Set<String> known;

    /** By their tags, in the order in which they were placed; gone ones are left out. */
    private final Map<String, Placed> standing = new LinkedHashMap<>();

    /** Begins with those that the exchange lists. */
    OwnOrders(Market market, Set<String> known) {
        this.market = market;
        this.known = Set.copyOf(known);
    }

    /**
     * One that was sent.
     *
     * @param id empty until the exchange has told it
     */
    private record Placed(OrderKind kind, String id, String name, OrderTerms terms) {}

    /** An order that stands, as far as the exchange says. */
    record Standing(OrderKind kind, String id, Reply reply) {}

    /** The exchange takes no such order. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Places one.
     *
     * @throws Conversation.NoAnswer if it may have been placed or not
     * @throws Refused if it does not stand
     */
    Standing place(Conversation with, Subject about, OrderKind kind, OrderTerms terms) {
        String tag = OrderTag.next();
        standing.put(tag, new Placed(kind, "", about.name(), terms));
        Reply reply = with.ask(kind.place(about, terms, tag));
        if (!reply.isDone()) {
            standing.remove(tag);
            throw new Refused(reply.verdict());
        }
        SeenOrder seen = SeenOrder.one(reply.body()).orElseThrow(Conversation.NoAnswer::new);
        standing.put(tag, new Placed(kind, seen.id(), about.name(), terms));
        if (!seen.status().isEmpty() && !seen.isOpen()) {
            throw new Refused("finished at once as " + seen.finishAs());
        }
        return new Standing(kind, seen.id(), reply);
    }

    /**
     * Places one where time does not matter: after a lost answer, looks for it in the list.
     *
     * @throws Conversation.NoAnswer if it may have been placed or not
     * @throws Refused if it does not stand
     */
    Standing placeSurely(Conversation with, Subject about, OrderKind kind, OrderTerms terms) {
        return with.surely(() -> find(with, kind).orElseGet(() -> place(with, about, kind, terms)));
    }

    /** One whose placing had no answer, and which came to stand all the same. */
    private Optional<Standing> find(Conversation with, OrderKind kind) {
        Set<String> unanswered = new HashSet<>();
        standing.forEach((tag, placed) -> {
            if (placed.kind() == kind && placed.id().isEmpty()) {
                unanswered.add(tag);
            }
        });
        if (unanswered.isEmpty()) {
            return Optional.empty();
        }
        Reply reply = list(with, kind);
        return SeenOrder.list(reply.body()).orElseThrow(Conversation.NoAnswer::new).stream()
                .filter(order -> unanswered.contains(order.text()) && order.isOpen())
                .findFirst()
                .map(order -> {
                    standing.computeIfPresent(
                            order.text(), (tag, placed) -> new Placed(kind, order.id(), placed.name(), placed.terms()));
                    return new Standing(kind, order.id(), reply);
                });
    }

    /**
     * Cancels all, also those of an earlier run, until no list shows one.
     *
     * @return false if one may still stand
     */
    boolean clear(Conversation with) {
        return with.tried(() -> {
                    clearOnce(with);
                    return standing.isEmpty();
                })
                .orElse(false);
    }

    /**
     * The same once, while no request is under way. A price order whose placing had no answer counts as gone only if the list
     * shows none that may be it: Gate documents the {@code text} of a price order as its source, so it may not be kept.
     *
     * @throws Conversation.NoAnswer if one may still stand
     */
    void clearOnce(Conversation with) {
        for (OrderKind kind : OrderKind.of(market)) {
            Set<String> told = idsOf(kind);
            List<SeenOrder> open = listed(with, kind);
            if (ours(open, told).count() > 0) {
                ours(open, told).forEach(order -> with.ask(kind.cancel(market, order)));
                open = listed(with, kind);
            }
            if (ours(open, told).count() > 0) {
                throw new Conversation.NoAnswer();
            }
            boolean unmarked = kind == OrderKind.PRICE && open.stream().anyMatch(order -> !known.contains(order.id()));
            standing.values()
                    .removeIf(placed ->
                            placed.kind() == kind && !(unmarked && placed.id().isEmpty()));
        }
    }

    private Set<String> idsOf(OrderKind kind) {
        Set<String> ids = new HashSet<>();
        standing.values().stream().filter(placed -> placed.kind() == kind).forEach(placed -> ids.add(placed.id()));
        return ids;
    }

    private static Stream<SeenOrder> ours(List<SeenOrder> open, Set<String> told) {
        return open.stream().filter(order -> OrderTag.isOurs(order.text()) || told.contains(order.id()));
    }

    /**
     * The open orders of the account.
     *
     * @throws Conversation.NoAnswer if they are not listed, or more than one page of them
     */
    List<SeenOrder> listed(Conversation with, OrderKind kind) {
        Reply reply = list(with, kind);
        if (kind == OrderKind.PRICE && reply.label().equals("NOT_FOUND")) {
            return List.of();
        }
        return Optional.of(reply)
                .filter(Reply::isDone)
                .flatMap(done -> SeenOrder.list(done.body()))
                .filter(orders -> orders.size() < PAGE)
                .orElseThrow(Conversation.NoAnswer::new);
    }

    private Reply list(Conversation with, OrderKind kind) {
        return with.read(kind.list(market));
    }

    /** What may still stand, a line each. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        standing.forEach((tag, placed) -> left.add(placed.kind()
                + " " + (placed.id().isEmpty() ? "of unknown id" : placed.id())
                + " with text " + tag + ": " + placed.name() + ", " + placed.terms()));
        return left;
    }
}
