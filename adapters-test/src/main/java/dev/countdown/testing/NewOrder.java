package dev.countdown.testing;

/**
 * What somebody asks for when placing an order, with the fields that Gate documents. Immutable.
 *
 * @param contract any name; of spot, the currency pair
 * @param size contracts, positive to buy, negative to sell; 0 only where the whole position is to be closed. Of spot, the
 *     amount in units of 0.00000001
 * @param price a decimal number; {@code "0"} is a market order
 * @param tif how long the order stays
 * @param text the client's own mark: empty, or {@code t-} and at most 28 bytes
 * @param iceberg how much of it is shown; 0 for all
 * @param reduceOnly whether it may only reduce a position
 * @param close whether it closes the position; then the size is 0
 * @param mmp whether market maker protection applies
 * @param trigger for a price order, which is placed only when the market reaches a price: {@code >=} or {@code <=} and that
 *     price; empty for an order that stands at once
 */
public record NewOrder(
        String contract,
        long size,
        String price,
        TimeInForce tif,
        String text,
        long iceberg,
        boolean reduceOnly,
        boolean close,
        boolean mmp,
        String trigger) {

    private static final String DECIMAL = "\\d{1,20}(\\.\\d{1,20})?";

    /** How long an order stays. */
    public enum TimeInForce {
        /** Until it is filled or cancelled. */
        GTC,
        /** What is not filled at once is cancelled. */
        IOC,
        /** As {@link #GTC}, but never takes. */
        POC
    }

    /**
     * Refuses what the exchange refuses.
     *
     * @param contract any name; of spot, the currency pair
     * @param size contracts, positive to buy, negative to sell; 0 only where the whole position is to be closed. Of spot, the
     *     amount in units of 0.00000001
     * @param price a decimal number; {@code "0"} is a market order
     * @param tif how long the order stays
     * @param text the client's own mark: empty, or {@code t-} and at most 28 bytes
     * @param iceberg how much of it is shown; 0 for all
     * @param reduceOnly whether it may only reduce a position
     * @param close whether it closes the position; then the size is 0
     * @param mmp whether market maker protection applies
     * @param trigger for a price order, which is placed only when the market reaches a price: {@code >=} or {@code <=} and
     *     that price; empty for an order that stands at once
     * @throws IllegalArgumentException if the contract is blank, the size is 0 without {@code close} or not 0 with it, the
     *     price is not a decimal number, the iceberg is negative, the text is not as documented, or the trigger is no
     *     condition
     */
    public NewOrder {
        require(!contract.isBlank(), "contract must not be blank");
        require(close == (size == 0), "size must be 0 if, and only if, the position is closed: " + size);
        require(price.matches(DECIMAL), "price must be a decimal number: " + price);
        require(iceberg >= 0, "iceberg must not be negative: " + iceberg);
        require(
                text.isEmpty() || text.matches("t-[0-9A-Za-z_.-]{0,28}"),
                "text must be t- and at most 28 bytes: " + text);
        require(
                trigger.isEmpty() || trigger.matches("[<>]=" + DECIMAL),
                "trigger must be >= or <= and a decimal number: " + trigger);
    }

    /**
     * An order that stands at once.
     *
     * @param contract any name; of spot, the currency pair
     * @param size contracts, positive to buy, negative to sell; 0 only where the whole position is to be closed. Of spot, the
     *     amount in units of 0.00000001
     * @param price a decimal number; {@code "0"} is a market order
     * @param tif how long the order stays
     * @param text the client's own mark: empty, or {@code t-} and at most 28 bytes
     * @param iceberg how much of it is shown; 0 for all
     * @param reduceOnly whether it may only reduce a position
     * @param close whether it closes the position; then the size is 0
     * @param mmp whether market maker protection applies
     * @throws IllegalArgumentException if the contract is blank, the size is 0 without {@code close} or not 0 with it, the
     *     price is not a decimal number, the iceberg is negative, or the text is not as documented
     */
    public NewOrder(
            String contract,
            long size,
            String price,
            TimeInForce tif,
            String text,
            long iceberg,
            boolean reduceOnly,
            boolean close,
            boolean mmp) {
        this(contract, size, price, tif, text, iceberg, reduceOnly, close, mmp, "");
    }

    /**
     * A limit order that stays until it is filled or cancelled.
     *
     * @param contract any name; of spot, the currency pair
     * @param size contracts, positive to buy, negative to sell; of spot, the amount in units of 0.00000001
     * @param price a decimal number
     * @return the order
     * @throws IllegalArgumentException if the contract is blank, the size is 0 or the price is not a decimal number
     */
    public static NewOrder limit(String contract, long size, String price) {
        return new NewOrder(contract, size, price, TimeInForce.GTC, "", 0, false, false, false);
    }

    /**
     * The same with a mark of the client's own.
     *
     * @param mark {@code t-} and at most 28 bytes
     * @return a copy
     * @throws IllegalArgumentException if the mark is not as documented
     */
    public NewOrder withText(String mark) {
        return new NewOrder(contract, size, price, tif, mark, iceberg, reduceOnly, close, mmp, trigger);
    }

    /**
     * The same that stays for another time.
     *
     * @param time how long it stays
     * @return a copy
     */
    public NewOrder withTif(TimeInForce time) {
        return new NewOrder(contract, size, price, time, text, iceberg, reduceOnly, close, mmp, trigger);
    }

    /**
     * The same as a price order, which waits until the market reaches a price. The exchange in memory has no prices, so it
     * waits until it is cancelled.
     *
     * @param condition {@code >=} or {@code <=} and a decimal number
     * @return a copy
     * @throws IllegalArgumentException if the condition is none
     */
    public NewOrder withTrigger(String condition) {
        return new NewOrder(contract, size, price, tif, text, iceberg, reduceOnly, close, mmp, condition);
    }

    /**
     * Whether it waits for a price before it is placed.
     *
     * @return true if it has a trigger
     */
    public boolean isPriceOrder() {
        return !trigger.isEmpty();
    }

    NewOrder amended(long newSize, String newPrice) {
        return new NewOrder(contract, newSize, newPrice, tif, text, iceberg, reduceOnly, close, mmp, trigger);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
