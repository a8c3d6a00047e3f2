package dev.countdown.testing;

import dev.countdown.domain.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a test wants to be sure of at the exchange: {@code assertExchange(exchange).cancelled(Scope.all(), order)}. A failure
 * carries {@link InMemoryExchange#dump()}. Needs no assertion library. Safe for use by many threads.
 */
public final class ExchangeAssert {

    private final InMemoryExchange exchange;

    private ExchangeAssert(InMemoryExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Begins.
     *
     * @param exchange what to look at
     * @return to be asked
     */
    public static ExchangeAssert assertExchange(InMemoryExchange exchange) {
        return new ExchangeAssert(exchange);
    }

    /**
     * The firings of a scope cancelled just these orders, all firings together.
     *
     * @param scope of the countdown
     * @param orders in any form they ever had; in the order in which they were placed
     * @return this
     * @throws AssertionError if they cancelled others, fewer or more
     */
    public ExchangeAssert cancelled(Scope scope, ExchangeOrder... orders) {
        return same(
                "orders cancelled by " + scope,
                ids(Stream.of(orders)),
                ids(fired(scope).flatMap(fired -> fired.cancelled().stream())));
    }

    /**
     * The countdown of a scope ended at just these moments.
     *
     * @param scope of the countdown
     * @param times on the exchange's clock, oldest first; none if it must not have ended
     * @return this
     * @throws AssertionError if it ended at other moments
     */
    public ExchangeAssert firedAt(Scope scope, Instant... times) {
        return same(
                "firings of " + scope,
                List.of(times),
                fired(scope).map(ExchangeEvent.Fired::at).toList());
    }

    /**
     * No countdown ever ended.
     *
     * @return this
     * @throws AssertionError if one did
     */
    public ExchangeAssert neverFired() {
        return same("firings", List.of(), exchange.firings());
    }

    /**
     * A user armed or renewed the countdown of a scope at just these moments.
     *
     * @param user whose
     * @param scope of the countdown
     * @param times on the exchange's clock, oldest first
     * @return this
     * @throws AssertionError if he did so at other moments
     */
    public ExchangeAssert renewedAt(String user, Scope scope, Instant... times) {
        List<Instant> renewals = exchange.renewals(user).stream()
                .filter(armed -> armed.countdown().scope().equals(scope))
                .map(ExchangeEvent.Armed::at)
                .toList();
        return same("renewals of " + scope + " by " + user, List.of(times), renewals);
    }

    /**
     * Just these scopes of a user are armed now.
     *
     * @param user whose
     * @param scopes in the order in which they were first armed
     * @return this
     * @throws AssertionError if others, fewer or more are
     */
    public ExchangeAssert armed(String user, Scope... scopes) {
        List<Scope> armed = exchange.countdowns().stream()
                .filter(each -> each.user().equals(user))
                .map(each -> each.countdown().scope())
                .toList();
        return same("armed scopes of " + user, List.of(scopes), armed);
    }

    /**
     * These orders are open now.
     *
     * @param orders in any form they ever had
     * @return this
     * @throws AssertionError if one is not
     */
    public ExchangeAssert open(ExchangeOrder... orders) {
        List<Long> open = Arrays.stream(orders)
                .flatMap(order -> exchange.account(order.user()).order(order.id()).stream())
                .filter(ExchangeOrder::isOpen)
                .map(ExchangeOrder::id)
                .toList();
        return same("open orders", ids(Stream.of(orders)), open);
    }

    private Stream<ExchangeEvent.Fired> fired(Scope scope) {
        return exchange.firings().stream().filter(fired -> fired.scope().equals(scope));
    }

    private static List<Long> ids(Stream<ExchangeOrder> orders) {
        return orders.map(ExchangeOrder::id).toList();
    }

    private ExchangeAssert same(String what, List<?> expected, List<?> actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + ", but was " + actual + "\n" + exchange.dump());
        }
        return this;
    }
}
