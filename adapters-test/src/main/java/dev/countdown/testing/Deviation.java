package dev.countdown.testing;

/**
 * Where the exchange may differ from what we assume of it, because Gate does not say. Each is off unless chosen; what holds
 * while it is off is the assumption, given first.
 */
public enum Deviation {

    /**
     * Assumed: one timer for the account, each underlying, each contract and each pair. Else: one for all scopes that a user
     * has in a market.
     */
    ONE_TIMER_PER_ACCOUNT,

    /**
     * Assumed: where a contract of options and its underlying are both given, the contract wins. Else: the countdown is that
     * of all orders of the underlying; so it is for a contract alone, whose underlying is part of its name.
     */
    UNDERLYING_WINS,

    /** Assumed: a repeat replaces the deadline, by a longer or a shorter one. Else: it never makes it shorter. */
    REPEAT_NEVER_SHORTENS,

    /** Assumed: 0 clears the timer of just that scope. Else: an account-wide 0 clears all timers of the user in that market. */
    ACCOUNT_DISARM_CLEARS_ALL,

    /** Assumed: a countdown fires once. Else: it starts again with the same timeout. */
    FIRES_REPEATEDLY,

    /** Assumed: orders placed after arming are cancelled too. Else: only those that stood at the last arming are. */
    SPARES_LATER_ORDERS,

    /**
     * Assumed: orders that wait for a price before they are placed, such as those of {@code /spot/price_orders} and {@code
     * /futures/usdt/price_orders}, are spared. Else: they are cancelled too.
     */
    CANCELS_PRICE_ORDERS,

    /** Assumed: countdowns belong to a user, with any API key. Else: each key has its own. */
    COUNTDOWN_PER_KEY,

    /** Assumed: a deadline is exact to the millisecond. Else: it is truncated to a whole second. */
    WHOLE_SECOND_DEADLINES,

    /** Assumed: the age of a request is checked when it is applied. Else: when it arrives, before any delay. */
    AGE_CHECKED_ON_ARRIVAL
}
