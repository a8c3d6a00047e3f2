package com.example.desk.application;

import com.example.desk.domain.Quote;
import java.util.List;

/** The desk's own way to the exchange's order book, for one account. */
public interface Orders {

    void place(Quote quote);

    /** The quotes that still stand, as the exchange says. */
    List<Quote> standing(String contract);
}
