package com.example.desk.domain;

import java.math.BigDecimal;
import java.util.List;

/** Quotes both sides of one contract around a fair price. */
public record MarketMaker(String contract, long size, BigDecimal spread) {

    public List<Quote> quotes(BigDecimal fair) {
        BigDecimal half = spread.divide(BigDecimal.valueOf(2));
        return List.of(
                new Quote(contract, size, fair.subtract(half).toPlainString()),
                new Quote(contract, -size, fair.add(half).toPlainString()));
    }
}
