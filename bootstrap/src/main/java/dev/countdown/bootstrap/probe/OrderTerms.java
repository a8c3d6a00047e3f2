package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.math.BigDecimal;

/**
 * What the user lets probe place.
 *
 * @param price as it is written
 * @param size contracts, or the amount of spot; without a sign
 * @param buys whether it is to buy
 */
record OrderTerms(String price, String size, boolean buys) {

    private static final String DECIMAL = "\\d{1,12}(\\.\\d{1,12})?";
    private static final String WHOLE = "\\d{1,9}";

    /**
     * Reads price and size.
     *
     * @param size negative to sell
     * @throws UsageException naming the rule and the value
     */
    static OrderTerms of(Market market, String price, String size) {
        if (!price.matches(DECIMAL) || isZero(price)) {
            throw new UsageException("--price must be a decimal number above 0: " + price);
        }
        String plain = size.startsWith("-") ? size.substring(1) : size;
        String rule = market == Market.SPOT ? "a decimal amount" : "a whole number of contracts";
        if (!plain.matches(market == Market.SPOT ? DECIMAL : WHOLE) || isZero(plain)) {
            throw new UsageException("--size must be " + rule + " other than 0, negative to sell: " + size);
        }
        return new OrderTerms(price, plain, !size.startsWith("-"));
    }

    private static boolean isZero(String number) {
        return new BigDecimal(number).signum() == 0;
    }

    /** As contracts are counted: negative to sell. */
    long signed() {
        return buys ? Long.parseLong(size) : -Long.parseLong(size);
    }

    String side() {
        return buys ? "buy" : "sell";
    }

    @Override
    public String toString() {
        return side() + " " + size + " at " + price;
    }
}
