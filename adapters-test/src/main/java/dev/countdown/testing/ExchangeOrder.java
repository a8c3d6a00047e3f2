package dev.countdown.testing;

import java.time.Instant;
import java.util.Optional;

/**
 * An order as the exchange saw it at one moment; {@link ExchangeAccount#order} gives a newer one. Immutable.
 *
 * @param id given by the exchange, unique over all users
 * @param user whose it is
 * @param terms what was asked for
 * @param left how much of the size is not filled
 * @param createdAt on the exchange's clock
 * @param finish when and why it is no longer open; empty while it is
 */
public record ExchangeOrder(
        long id, String user, NewOrder terms, long left, Instant createdAt, Optional<Finish> finish) {

    /** The reason that Gate gives for an order which somebody, or a countdown, cancelled. */
    public static final String CANCELLED = "cancelled";

    /** The reason that Gate gives for an order which was filled. */
    public static final String FILLED = "filled";

    /**
     * The end of an order.
     *
     * @param at on the exchange's clock
     * @param as Gate's word for the reason, such as {@link #CANCELLED}
     */
    public record Finish(Instant at, String as) {}

    /**
     * Whether it is still pending.
     *
     * @return true until it is filled or cancelled
     */
    public boolean isOpen() {
        return finish.isEmpty();
    }

    /**
     * The contract it is for.
     *
     * @return the name as it was given
     */
    public String contract() {
        return terms.contract();
    }

    /**
     * The underlying of its contract.
     *
     * @return what stands before the first {@code -} of the name
     */
    public String underlying() {
        return underlyingOf(contract());
    }

    static String underlyingOf(String contract) {
        return contract.split("-", 2)[0];
    }

    ExchangeOrder finished(Instant at, String as) {
        return new ExchangeOrder(
                id, user, terms, as.equals(FILLED) ? 0 : left, createdAt, Optional.of(new Finish(at, as)));
    }

    ExchangeOrder amended(NewOrder newTerms) {
        return new ExchangeOrder(id, user, newTerms, newTerms.size(), createdAt, finish);
    }

    @Override
    public String toString() {
        return "#" + id + " " + user + " " + contract() + " " + terms.size() + "@" + terms.price() + " "
                + finish.map(Finish::as).orElse("open");
    }
}
