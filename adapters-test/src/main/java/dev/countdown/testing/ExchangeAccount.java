package dev.countdown.testing;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The orders of one user at an {@link InMemoryExchange}. Safe for use by many threads. */
public final class ExchangeAccount {

    private final String user;
    private final ExchangeState state;

    ExchangeAccount(String user, ExchangeState state) {
        this.user = user;
        this.state = state;
    }

    /**
     * Places an order. It stays open until somebody or a countdown cancels it, or a test fills it; an {@code ioc} order
     * finishes at once.
     *
     * @param terms what is asked for
     * @return the order as it is now
     */
    public ExchangeOrder place(NewOrder terms) {
        return state.place(user, terms);
    }

    /**
     * Places a limit order at price 1, for a test to which only the contract matters.
     *
     * @param contract any name
     * @param size contracts, positive to buy, negative to sell; not 0
     * @return the order as it is now
     * @throws IllegalArgumentException if the contract is blank or the size is 0
     */
    public ExchangeOrder place(String contract, long size) {
        return place(NewOrder.limit(contract, size, "1"));
    }

    /**
     * Changes size and price of an open order.
     *
     * @param id of the order
     * @param size contracts, positive to buy, negative to sell; not 0
     * @param price a decimal number
     * @return the order as it is now; empty if no such order is open
     * @throws IllegalArgumentException if size or price is not as {@link NewOrder} requires
     */
    public Optional<ExchangeOrder> amend(long id, long size, String price) {
        return state.amend(user, id, size, price);
    }

    /**
     * Cancels an open order.
     *
     * @param id of the order
     * @return the order as it is now; empty if no such order is open
     */
    public Optional<ExchangeOrder> cancel(long id) {
        return state.finish(user, id, ExchangeOrder.CANCELLED);
    }

    /**
     * Cancels the open orders that match.
     *
     * @param which orders
     * @return those orders as they are now, oldest first
     */
    public List<ExchangeOrder> cancel(Predicate<ExchangeOrder> which) {
        return state.cancel(user, which);
    }

    /**
     * Fills an open order.
     *
     * @param id of the order
     * @return the order as it is now; empty if no such order is open
     */
    public Optional<ExchangeOrder> fill(long id) {
        return state.finish(user, id, ExchangeOrder.FILLED);
    }

    /**
     * An order as it is now.
     *
     * @param id of the order
     * @return empty if this user never placed it
     */
    public Optional<ExchangeOrder> order(long id) {
        return state.find(user, id);
    }

    /**
     * The open orders.
     *
     * @return oldest first
     */
    public List<ExchangeOrder> openOrders() {
        return state.open(user);
    }

    /**
     * The latest 100,000 orders that are no longer open.
     *
     * @return in the order in which they finished
     */
    public List<ExchangeOrder> finishedOrders() {
        return state.finished(user);
    }
}
