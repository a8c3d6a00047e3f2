package com.example.desk.application;

import com.example.desk.domain.MarketMaker;
import com.example.desk.domain.Quote;
import dev.countdown.application.keeper.CountdownKeeper;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps the quotes of one contract in the market, but only behind the order gate. */
public final class OrderManager {

    /** What an order needs to reach the exchange. */
    private static final Duration MARGIN = Duration.ofMillis(200);

    private final MarketMaker strategy;
    private final CountdownKeeper keeper;
    private final Orders orders;
    private final List<Quote> believed = new ArrayList<>();

    public OrderManager(MarketMaker strategy, CountdownKeeper keeper, Orders orders) {
        this.strategy = strategy;
        this.keeper = keeper;
        this.orders = orders;
    }

    /** One round of the strategy: places what is missing while the orders are guarded. */
    public void refresh(BigDecimal fair) {
        keeper.protection().openLapse().ifPresent(this::reconcile);
        List<Quote> missing = strategy.quotes(fair).stream()
                .filter(quote -> believed.stream().noneMatch(quote::isSameSideAs))
                .toList();
        if (!missing.isEmpty() && keeper.mayQuote(MARGIN)) {
            missing.forEach(orders::place);
            believed.addAll(missing);
        }
    }

    /** After a lapse the desk believes the exchange's book, not its own, and says so. */
    private void reconcile(long lapse) {
        believed.clear();
        believed.addAll(orders.standing(strategy.contract()));
        keeper.reconciled(lapse);
    }
}
