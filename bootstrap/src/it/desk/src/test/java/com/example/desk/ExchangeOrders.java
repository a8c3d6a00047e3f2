package com.example.desk;

import com.example.desk.application.Orders;
import com.example.desk.domain.Quote;
import dev.countdown.testing.ExchangeAccount;
import dev.countdown.testing.NewOrder;
import java.util.List;

/** The desk's orders at the simulated exchange. */
record ExchangeOrders(ExchangeAccount account) implements Orders {

    @Override
    public void place(Quote quote) {
        account.place(NewOrder.limit(quote.contract(), quote.size(), quote.price()));
    }

    @Override
    public List<Quote> standing(String contract) {
        return account.openOrders().stream()
                .filter(order -> order.contract().equals(contract))
                .map(order -> new Quote(contract, order.left(), order.terms().price()))
                .toList();
    }
}
