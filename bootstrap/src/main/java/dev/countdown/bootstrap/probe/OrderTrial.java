package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.probe.OwnOrders.Refused;
import dev.countdown.bootstrap.probe.OwnOrders.Standing;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Places orders and watches what countdowns do to them. Each attempt begins with nothing armed and no order of ours. What comes
 * too slowly to tell one cause from another is done again, with a longer countdown. For one thread.
 */
final class OrderTrial {

    /** How long after its trigger time a countdown is waited for. */
    static final Duration LATEST = Duration.ofSeconds(30);

    /** No countdown of probe is longer. */
    static final int LONGEST = 60;

    private static final int LEAST_TIMEOUT = 12;
    private static final int MOST_TIMEOUT = 24;

    /** A deadline may be cut to a whole second; and our clock may drift. */
    private static final long EARLY = 1_500_000_000L;

    /** Orders that one firing cancels are over within this, and one that was placed has had its chance to be refused. */
    private static final long SETTLED = 3_000_000_000L;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SLOW_POLL = Duration.ofSeconds(1);
    private static final int LIMIT_WINDOW = 12_000;

    private final Conversation with;
    private final Subject about;
    private final OwnOrders own;
    private final OrderTerms terms;
    private final Firings firings = new Firings();
    private int seconds = LEAST_TIMEOUT;
    private long pollMillis = POLL.toMillis();
    private Optional<Taken> taken = Optional.empty();

    OrderTrial(Conversation with, Subject about, OwnOrders own, OrderTerms terms) {
        this.with = with;
        this.about = about;
        this.own = own;
        this.terms = terms;
    }

    /** An order of ours was filled, or its price was reached. */
    static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Taken(String id) {
            super("order " + id + " was taken: --price is not far from the market", null, false, false);
        }
    }

    /**
     * A countdown that was taken.
     *
     * @param seconds its timeout
     */
    record Armed(Reply reply, int seconds) {

        long earliest() {
            return reply.sent().monotonicNanos() + seconds * 1_000_000_000L - EARLY;
        }

        long latest() {
            return reply.heard().monotonicNanos() + seconds * 1_000_000_000L;
        }
    }

    /**
     * An order that is over.
     *
     * @param open the last moment at which it was known to stand: before that question was sent
     * @param reply that showed it
     */
    record Over(SeenOrder order, ClockReading open, Reply reply) {

        long seenAt() {
            return reply.heard().monotonicNanos();
        }
    }

    Firings firings() {
        return firings;
    }

    Subject about() {
        return about;
    }

    Conversation with() {
        return with;
    }

    int timeout() {
        return seconds;
    }

    /** Begins an attempt. */
    void reset() {
        TimersQuestion.disarm(with, about);
        own.clearOnce(with);
    }

    /**
     * Places an order.
     *
     * @throws Taken if an earlier one was filled
     */
    Standing place() {
        refuseIfTaken();
        return own.place(with, about, OrderKind.PLAIN, terms);
    }

    /** The same where time does not matter. */
    Standing placeSurely(OrderKind kind) {
        refuseIfTaken();
        return own.placeSurely(with, about, kind, terms);
    }

    private void refuseIfTaken() {
        taken.ifPresent(before -> {
            throw before;
        });
    }

    Armed arm(int timeout, UnaryOperator<Json> scope) {
        Reply reply = with.ask(Call.countdown(about, timeout, scope));
        if (!reply.isDone()) {
            throw new Refused("a countdown is refused: " + reply.verdict());
        }
        return new Armed(reply, timeout);
    }

    /** Goes on only if that was so before the moment; else with a longer countdown, from the beginning. */
    void require(long at, long before) {
        if (at - before >= 0) {
            seconds = MOST_TIMEOUT;
            throw new Conversation.NoAnswer();
        }
    }

    /**
     * Looks at an order.
     *
     * @throws Taken if it was filled
     */
    Look look(Standing standing) {
        Reply reply = with.read(standing.kind().read(about, standing.id()));
        String limit = reply.header("x-gate-ratelimit-limit");
        if (limit.matches("[1-9]\\d{0,4}")) {
            pollMillis = Math.max(POLL.toMillis(), LIMIT_WINDOW / Integer.parseInt(limit));
        }
        Optional<SeenOrder> seen = reply.isDone() ? SeenOrder.one(reply.body()) : Optional.empty();
        if (seen.isEmpty() || seen.get().status().isEmpty()) {
            throw new Conversation.NoAnswer();
        }
        if (seen.get().isTaken()) {
            taken = Optional.of(new Taken(standing.id()));
            throw taken.get();
        }
        return new Look(seen.get(), reply);
    }

    /** What an order was at one moment. */
    record Look(SeenOrder order, Reply reply) {

        boolean isOpen() {
            return order.isOpen();
        }

        long asked() {
            return reply.sent().monotonicNanos();
        }

        long heard() {
            return reply.heard().monotonicNanos();
        }
    }

    /** Watches an order from right before the end of its countdown; empty if it stands on, that long after it. */
    Optional<Over> awaitOver(Standing standing, Armed armed, Duration patience) {
        ClockReading open = standing.reply().sent();
        with.pauseUntil(armed.earliest());
        while (true) {
            Look look = look(standing);
            if (!look.isOpen()) {
                return Optional.of(new Over(look.order(), open, look.reply()));
            }
            open = look.reply().sent();
            if (look.asked() - armed.latest() > patience.toNanos()) {
                return Optional.empty();
            }
            boolean isSoon = look.heard() - armed.latest() < SETTLED;
            with.pause(Duration.ofMillis(isSoon ? pollMillis : Math.max(pollMillis, SLOW_POLL.toMillis())));
        }
    }

    /**
     * Whether a firing has cancelled another order, too.
     *
     * @param fired an order that it has cancelled
     * @param again before that moment no later firing can be the cause
     */
    boolean isCancelledToo(Standing standing, Over fired, long again) {
        while (true) {
            Look look = look(standing);
            if (!look.isOpen()) {
                if (!isTogether(look.order(), fired.order())) {
                    require(look.heard(), again);
                }
                return true;
            }
            if (look.asked() - fired.seenAt() > SETTLED) {
                return false;
            }
            with.pauseUntil(fired.seenAt() + SETTLED + 1);
        }
    }

    /** Whether the exchange itself says that both were over at nearly the same time. */
    private static boolean isTogether(SeenOrder one, SeenOrder other) {
        return one.finish().isPresent()
                && other.finish().isPresent()
                && one.finish().get().minus(other.finish().get()).most() < SETTLED / 1_000_000
                && other.finish().get().minus(one.finish().get()).most() < SETTLED / 1_000_000;
    }

    /** Takes down how late a firing was. */
    void fired(Armed armed, Over over) {
        long timeout = armed.seconds() * 1_000L;
        Reply reply = armed.reply();
        OptionalLong trigger = reply.trigger();
        Optional<Range> polled = with.exchangeTime(over.open(), over.reply().heard());
        Optional<Range> told = over.order().finish();
        Optional<Range> finished = told.flatMap(
                        own -> polled.map(seen -> own.and(seen).orElse(seen)))
                .or(() -> told)
                .or(() -> polled);
        Optional<Range> due = trigger.isPresent()
                ? Optional.of(Range.at(trigger.getAsLong()))
                : with.exchangeTime(reply.sent(), reply.heard()).map(received -> received.plus(timeout));
        Range delay = finished.isPresent() && due.isPresent()
                ? finished.get().minus(due.get())
                : millis(over.open(), over.reply().heard())
                        .minus(millis(reply.sent(), reply.heard()).plus(timeout));
        boolean isOfTriggerTime = trigger.isPresent() && finished.isPresent();
        firings.add(new Firings.Firing(over.order().id(), isOfTriggerTime, delay));
    }

    /** On our monotonic clock. */
    private static Range millis(ClockReading from, ClockReading to) {
        return new Range(
                Math.floorDiv(from.monotonicNanos(), 1_000_000L), Math.floorDiv(to.monotonicNanos(), 1_000_000L) + 1);
    }
}
