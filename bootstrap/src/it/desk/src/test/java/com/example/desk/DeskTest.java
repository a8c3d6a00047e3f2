package com.example.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.example.desk.application.Orders;
import com.example.desk.domain.MarketMaker;
import com.example.desk.domain.Quote;
import com.example.desk.wiring.Account;
import com.example.desk.wiring.Desk;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Scope;
import dev.countdown.testing.InMemoryExchange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What must hold of the desk however it reaches the exchange. Two accounts, three scopes. */
abstract class DeskTest {

    private static final String BTC = "BTC_USDT-20301227-90000-C";
    private static final String ETH = "ETH_USDT-20301227-4000-P";
    private static final String SOL = "SOL_USDT-20301227-300-C";

    abstract Scheduler scheduler();

    abstract InMemoryExchange exchange();

    abstract CountdownGateway gateway(String account);

    /** Lets time pass until a condition holds; answers whether it came to hold. */
    abstract boolean comesTrue(BooleanSupplier condition);

    private static MarketMaker maker(String contract) {
        return new MarketMaker(contract, 5, BigDecimal.valueOf(2));
    }

    private Account alpha() {
        return new Account(
                gateway("alpha"),
                new ExchangeOrders(exchange().account("alpha")),
                Map.of(Scope.underlying("BTC_USDT"), maker(BTC), Scope.contract(ETH), maker(ETH)));
    }

    private Account beta() {
        return new Account(
                gateway("beta"), new ExchangeOrders(exchange().account("beta")), Map.of(Scope.all(), maker(SOL)));
    }

    private int open(String account) {
        return exchange().account(account).openOrders().size();
    }

    @Test
    void quotesOnceItsOrdersAreGuarded() {
        try (Desk desk = Desk.open(scheduler(), List.of(alpha(), beta()))) {
            assertTrue(comesTrue(() -> open("alpha") == 4 && open("beta") == 2));
            assertTrue(desk.isGuarded());
            assertEquals(3, exchange().countdowns().size());
        }
    }

    @Test
    void aHungStrategyLosesItsGuardedOrdersAndNoOthersAndQuotesAgainAfterReconciling() {
        exchange().account("alpha").place(SOL, 1);
        try (Desk desk = Desk.open(scheduler(), List.of(alpha(), beta()))) {
            assertTrue(comesTrue(() -> open("alpha") == 5 && open("beta") == 2));
            desk.loop().hang(true);
            assertTrue(comesTrue(() -> open("alpha") == 1 && open("beta") == 0));
            assertFalse(desk.isGuarded());
            assertEquals(SOL, exchange().account("alpha").openOrders().get(0).contract());
            assertEquals(
                    3,
                    exchange().firings().stream()
                            .map(fired -> fired.user() + fired.scope())
                            .distinct()
                            .count());
            desk.loop().hang(false);
            assertTrue(comesTrue(() -> open("alpha") == 5 && open("beta") == 2));
        }
    }

    @Test
    void quotesAgainOnlyTheSideThatIsGone() {
        Orders orders = mock(Orders.class);
        Quote bid = maker(BTC).quotes(BigDecimal.valueOf(100)).get(0);
        Quote ask = maker(BTC).quotes(BigDecimal.valueOf(100)).get(1);
        when(orders.standing(BTC)).thenReturn(List.of(ask));
        Account one = new Account(gateway("alpha"), orders, Map.of(Scope.all(), maker(BTC)));
        try (Desk desk = Desk.open(scheduler(), List.of(one))) {
            assertTrue(comesTrue(() -> mockingDetails(orders).getInvocations().size() == 2));
            desk.loop().hang(true);
            assertTrue(comesTrue(() -> !exchange().firings().isEmpty()));
            desk.loop().hang(false);
            assertTrue(comesTrue(() -> mockingDetails(orders).getInvocations().size() == 4));
            verify(orders, times(2)).place(bid);
            verify(orders).place(ask);
            verify(orders).standing(BTC);
        }
    }

    @Test
    void placesNothingWhileNothingIsAcknowledged() {
        Orders orders = mock(Orders.class);
        int[] attempts = {0};
        CountdownGateway deaf = (countdown, deadline) -> {
            attempts[0]++;
            return CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no route"));
        };
        Account cut = new Account(deaf, orders, Map.of(Scope.all(), maker(BTC)));
        try (Desk desk = Desk.open(scheduler(), List.of(cut))) {
            assertTrue(comesTrue(() -> attempts[0] >= 3));
            assertFalse(desk.isGuarded());
            verify(orders, never()).place(any());
        }
    }
}
